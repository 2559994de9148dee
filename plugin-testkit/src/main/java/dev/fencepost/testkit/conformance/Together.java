// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Calls made at the same time. */
final class Together {

  private Together() {}

  /** How a call ended. */
  sealed interface Ending<T> {

    /** It returned. */
    record Returned<T>(T value) implements Ending<T> {}

    /** It threw. */
    record Threw<T>(Throwable error) implements Ending<T> {}
  }

  /** Starts all calls at one moment, a thread for each, and waits for their endings, in order. */
  static <T> List<Ending<T>> run(List<Callable<T>> calls) throws InterruptedException {
    CyclicBarrier start = new CyclicBarrier(calls.size());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> running = new ArrayList<>();
      for (Callable<T> call : calls) {
        running.add(
            threads.submit(
                () -> {
                  start.await();
                  return call.call();
                }));
      }
      List<Ending<T>> endings = new ArrayList<>();
      for (Future<T> future : running) {
        endings.add(ending(future));
      }
      return endings;
    }
  }

  /** The values of those that returned. */
  static <T> List<T> returned(List<Ending<T>> endings) {
    List<T> values = new ArrayList<>();
    for (Ending<T> ending : endings) {
      if (ending instanceof Ending.Returned<T> done) {
        values.add(done.value());
      }
    }
    return values;
  }

  /** The errors of those that threw. */
  static <T> List<Throwable> thrown(List<Ending<T>> endings) {
    List<Throwable> errors = new ArrayList<>();
    for (Ending<T> ending : endings) {
      if (ending instanceof Ending.Threw<T> failed) {
        errors.add(failed.error());
      }
    }
    return errors;
  }

  private static <T> Ending<T> ending(Future<T> future) throws InterruptedException {
    try {
      return new Ending.Returned<>(future.get());
    } catch (ExecutionException failed) {
      Throwable cause = failed.getCause();
      return new Ending.Threw<>(cause == null ? failed : cause);
    }
  }
}
