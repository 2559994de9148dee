// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.bench.internal;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * One thread for each list of runs, which updates them in turn, one after the other. What is told
 * of the outcome is that of the last run.
 */
final class ClosedLoop {

  private final Contender contender;
  private final List<List<RunUnderUpdate>> runs;
  private long[] nanos = new long[0];
  private double seconds;
  private long allUpdates;

  ClosedLoop(Contender contender, List<List<RunUnderUpdate>> runs) {
    this.contender = contender;
    this.runs = runs;
  }

  void run(Duration duration) throws InterruptedException {
    CountDownLatch start = new CountDownLatch(1);
    List<Future<long[]>> threads = new ArrayList<>();
    try (ExecutorService executor = Executors.newFixedThreadPool(runs.size())) {
      for (List<RunUnderUpdate> own : runs) {
        threads.add(
            executor.submit(
                () -> {
                  start.await();
                  return loop(own, duration);
                }));
      }
      long begin = System.nanoTime();
      start.countDown();
      nanos = threads.stream().flatMapToLong(thread -> Arrays.stream(await(thread))).toArray();
      seconds = (System.nanoTime() - begin) / 1e9;
    }
    allUpdates += nanos.length;
    Arrays.sort(nanos);
  }

  double seconds() {
    return seconds;
  }

  long updates() {
    return nanos.length;
  }

  /** The updates of all runs of this loop. */
  long allUpdates() {
    return allUpdates;
  }

  long micros(double share) {
    return nanos.length == 0 ? 0 : nanos[(int) (share * (nanos.length - 1))] / 1_000;
  }

  private long[] loop(List<RunUnderUpdate> own, Duration duration) throws SQLException {
    long end = System.nanoTime() + duration.toNanos();
    long[] taken = new long[1_024];
    int count = 0;
    long before = System.nanoTime();
    while (before < end) {
      contender.update(own.get(count % own.size()));
      long after = System.nanoTime();
      if (count == taken.length) {
        taken = Arrays.copyOf(taken, count * 2);
      }
      taken[count++] = after - before;
      before = after;
    }
    return Arrays.copyOf(taken, count);
  }

  private static long[] await(Future<long[]> thread) {
    try {
      return thread.get();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", interrupted);
    } catch (ExecutionException failed) {
      throw new IllegalStateException("an update failed: " + failed.getMessage(), failed);
    }
  }
}
