// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.sdk;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** Closes the shared engine, and then its database, when the last test of the JVM has ended. */
final class SharedEngine implements BeforeAllCallback {

  @Override
  public void beforeAll(ExtensionContext context) {
    context
        .getRoot()
        .getStore(Namespace.create(SharedEngine.class))
        .getOrComputeIfAbsent(SdkEngine.class, key -> SdkEngine.shared(), SdkEngine.class);
  }
}
