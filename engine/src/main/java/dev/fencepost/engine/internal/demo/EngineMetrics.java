// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.demo;

import dev.fencepost.spi.metric.PersistenceMetric;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The engine's own counters, read from its {@code /metrics}. They begin anew with every process, so
 * those of a process about to be killed are read first and added. Safe for use by many threads.
 */
final class EngineMetrics {

  private static final Duration LIMIT = Duration.ofSeconds(2);

  private final URI address;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(LIMIT).build();
  private final Lock lock = new ReentrantLock();
  private Counters earlier = new Counters(0, 0, 0);
  private Counters current = new Counters(0, 0, 0);

  EngineMetrics(int port) {
    this.address = URI.create("http://127.0.0.1:" + port + "/metrics");
  }

  /** Reads the counters of the process that runs now; keeps the last ones if it does not answer. */
  void read() {
    try {
      String text =
          client
              .send(
                  HttpRequest.newBuilder(address).timeout(LIMIT).build(),
                  HttpResponse.BodyHandlers.ofString())
              .body();
      lock.lock();
      try {
        current =
            new Counters(
                sum(text, PersistenceMetric.ATTEMPTS, "_total"),
                sum(text, PersistenceMetric.LATENCY, "_seconds_count"),
                sum(text, PersistenceMetric.CONFLICTS, "_total"));
      } finally {
        lock.unlock();
      }
    } catch (IOException notThere) {
      return;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** The process is gone: what was read of it last is added to what was before. */
  void processEnded() {
    lock.lock();
    try {
      earlier = earlier.plus(current);
      current = new Counters(0, 0, 0);
    } finally {
      lock.unlock();
    }
  }

  Counters total() {
    lock.lock();
    try {
      return earlier.plus(current);
    } finally {
      lock.unlock();
    }
  }

  static long sum(String text, PersistenceMetric metric, String suffix) {
    String name = metric.meterName().replace('.', '_') + suffix;
    double sum = 0;
    for (String line : text.split("\n", -1)) {
      if (line.startsWith(name + "{") || line.startsWith(name + " ")) {
        sum += Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
      }
    }
    return Math.round(sum);
  }

  /**
   * What the storage plugin counted.
   *
   * @param attempts transactions tried
   * @param calls calls made by the engine
   * @param conflicts attempts that ended in a conflict
   */
  record Counters(long attempts, long calls, long conflicts) {

    /** Attempts that were not the first of their call. */
    long retries() {
      return Math.max(0, attempts - calls);
    }

    Counters plus(Counters other) {
      return new Counters(
          attempts + other.attempts, calls + other.calls, conflicts + other.conflicts);
    }
  }
}
