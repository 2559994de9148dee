// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.cli;

import dev.fencepost.engine.Engine;

/**
 * Keeps a process alive until it is asked to stop. An interrupt or SIGTERM drains the engine, stops
 * what it ran on, and ends the process with status 0; interrupting the thread does the same without
 * ending the process.
 */
final class RunningServer {

  private RunningServer() {}

  static int awaitStop(Engine engine, Runnable afterwards, Runnable whenReady) {
    Thread stopper =
        new Thread(
            () -> {
              engine.close();
              afterwards.run();
              Runtime.getRuntime().halt(ExitStatus.OK.code());
            },
            "fencepost-stop");
    Runtime.getRuntime().addShutdownHook(stopper);
    whenReady.run();
    try {
      Thread.currentThread().join();
    } catch (InterruptedException askedToStop) {
      Runtime.getRuntime().removeShutdownHook(stopper);
    }
    return ExitStatus.OK.code();
  }
}
