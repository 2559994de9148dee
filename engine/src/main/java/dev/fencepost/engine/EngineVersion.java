// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine;

/** The version as the archive the engine runs from names it. */
final class EngineVersion {

  private EngineVersion() {}

  static String text() {
    String version = EngineVersion.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
