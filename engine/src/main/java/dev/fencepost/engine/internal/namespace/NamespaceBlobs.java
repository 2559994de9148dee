// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.namespace;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.Durations;
import dev.fencepost.engine.internal.rpc.ServiceErrors;
import dev.fencepost.engine.v1.NamespaceState;
import dev.fencepost.spi.Blob;
import dev.fencepost.spi.namespace.Namespace;
import java.time.Duration;

/** Namespaces to and from what is stored. */
final class NamespaceBlobs {

  private static final String ENCODING = "proto3";

  private NamespaceBlobs() {}

  static Blob blob(NamespaceState state) {
    return new Blob(state.toByteArray(), ENCODING);
  }

  static NamespaceRecord read(Namespace stored) {
    if (!stored.state().encoding().equals(ENCODING)) {
      throw ServiceErrors.internal(
          "namespace " + stored.name() + " has an unknown encoding: " + stored.state().encoding());
    }
    try {
      return new NamespaceRecord(
          stored.id(),
          stored.name(),
          NamespaceState.parseFrom(stored.state().data()),
          stored.notificationVersion());
    } catch (InvalidProtocolBufferException unreadable) {
      throw ServiceErrors.internal("namespace " + stored.name() + " can't be read: " + unreadable);
    }
  }

  static NamespaceEntry entry(NamespaceRecord namespace) {
    NamespaceState state = namespace.state();
    return new NamespaceEntry(
        namespace.id().toString(),
        namespace.name(),
        Duration.ofMillis(Durations.toMillis(state.getRetention())),
        state.getSearchAttributesMap());
  }
}
