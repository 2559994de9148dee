// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.cli;

import picocli.CommandLine.IVersionProvider;

/** The version as the archive the program runs from names it. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {"fencepost " + text() + " (Java " + Runtime.version() + ")"};
  }

  static String text() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
