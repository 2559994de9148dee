// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.cli;

import java.io.IOException;

/**
 * Whether somebody sits in front of the process. Asked of the operating system, since what {@code
 * System.console()} answers differs between releases of Java.
 */
final class Terminal {

  private Terminal() {}

  static boolean isInput() {
    return isTerminal(0);
  }

  static boolean isOutput() {
    return isTerminal(1);
  }

  private static boolean isTerminal(int descriptor) {
    try {
      return new ProcessBuilder("test", "-t", Integer.toString(descriptor))
              .inheritIO()
              .start()
              .waitFor()
          == 0;
    } catch (IOException unknown) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
