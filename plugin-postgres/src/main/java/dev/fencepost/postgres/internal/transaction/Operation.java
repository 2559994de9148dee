// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.transaction;

import static dev.fencepost.spi.metric.PersistenceMetric.ATTEMPTS;
import static dev.fencepost.spi.metric.PersistenceMetric.BACK_OFF;
import static dev.fencepost.spi.metric.PersistenceMetric.CONFLICTS;
import static dev.fencepost.spi.metric.PersistenceMetric.EXHAUSTED;
import static dev.fencepost.spi.metric.PersistenceMetric.LATENCY;
import static dev.fencepost.spi.metric.PersistenceMetric.RETRIES;
import static dev.fencepost.spi.metric.PersistenceMetric.ROUND_TRIPS;
import static dev.fencepost.spi.metric.PersistenceMetric.STATEMENTS;
import static dev.fencepost.spi.metric.PersistenceMetric.TAKE_OVERS;
import static dev.fencepost.spi.metric.PersistenceMetric.TERMINATED_BLOCKERS;
import static dev.fencepost.spi.metric.PersistenceMetric.UNKNOWN_OUTCOMES;

import dev.fencepost.spi.error.PersistenceException;
import dev.fencepost.spi.metric.PersistenceMetric;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A call of a store as its meters see it. Safe for use by many threads. */
public final class Operation {

  private static final int LAST_COUNTED_ALONE = 9;

  private final String name;
  private final MeterRegistry meters;
  private final Tags tags;
  private final Counter attempts;
  private final Counter statements;
  private final Counter roundTrips;
  private final Map<String, Timer> latencies = new ConcurrentHashMap<>();

  /**
   * An operation.
   *
   * @param meters where it reports
   * @param backend the name of the plugin
   * @param name store and method, such as {@code executions.update}
   */
  public Operation(MeterRegistry meters, String backend, String name) {
    this.name = name;
    this.meters = meters;
    this.tags = Tags.of("backend", backend, "operation", name);
    this.attempts = counter(ATTEMPTS);
    this.statements = counter(STATEMENTS);
    this.roundTrips = counter(ROUND_TRIPS);
  }

  /** Store and method. */
  public String name() {
    return name;
  }

  /** Counts an attempt, by its number within its call, from 1. */
  void countAttempt(int number) {
    attempts.increment();
    if (number > 1) {
      String text = number > LAST_COUNTED_ALONE ? "10+" : Integer.toString(number);
      meters.counter(RETRIES.meterName(), tags.and("attempt", text)).increment();
    }
  }

  void countStatement() {
    statements.increment();
    roundTrips.increment();
  }

  void countRoundTrip() {
    roundTrips.increment();
  }

  void countConflict() {
    counter(CONFLICTS).increment();
  }

  void countExhausted() {
    counter(EXHAUSTED).increment();
  }

  void countUnknownOutcome(String resolution) {
    meters.counter(UNKNOWN_OUTCOMES.meterName(), tags.and("resolution", resolution)).increment();
  }

  /** Counts server processes that held a take-over up. */
  public void countTerminatedBlockers(int terminated) {
    counter(TERMINATED_BLOCKERS).increment(terminated);
  }

  /** The name of an error in meters. */
  public static String outcome(PersistenceException error) {
    return Translation.outcome(error);
  }

  /** Counts a take-over by how it ended. */
  public void countTakeOver(String outcome) {
    meters.counter(TAKE_OVERS.meterName(), tags.and("outcome", outcome)).increment();
  }

  void recordBackOff(Duration delay) {
    meters.timer(BACK_OFF.meterName(), tags).record(delay);
  }

  void recordLatency(long startNanos, String outcome) {
    latencies
        .computeIfAbsent(
            outcome, text -> meters.timer(LATENCY.meterName(), tags.and("outcome", text)))
        .record(Duration.ofNanos(System.nanoTime() - startNanos));
  }

  private Counter counter(PersistenceMetric metric) {
    return meters.counter(metric.meterName(), tags);
  }
}
