// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql;

import dev.fencepost.dsql.simulator.Faults;
import dev.fencepost.dsql.simulator.LoggedStatement;
import dev.fencepost.spi.Persistence;
import dev.fencepost.testkit.property.ConflictSubject;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** The plugin on the simulator, whose commits fail when told. */
final class ConflictingCluster implements ConflictSubject, AutoCloseable {

  private static final int ATTEMPTS = 6;
  private static final Duration LONGEST_DELAY = Duration.ofMillis(4);

  private final Faults faults = SimulatedCluster.simulator().faults();
  private final MeterRegistry meters = new SimpleMeterRegistry();
  private final AtomicInteger conflicts = new AtomicInteger();
  private final Persistence stores;

  ConflictingCluster() {
    ClusterSource source = SimulatedCluster.source(Map.of("pool-size", "2"));
    source.empty();
    this.stores =
        source.open(
            Map.of(
                "retry-attempts",
                Integer.toString(ATTEMPTS),
                "retry-first-delay",
                "1ms",
                "retry-longest-delay",
                LONGEST_DELAY.toMillis() + "ms"),
            meters);
    SimulatedCluster.simulator().statementLog().listen(this::count);
  }

  private void count(LoggedStatement statement) {
    if (statement.sqlState().filter("40001"::equals).isPresent()) {
      conflicts.incrementAndGet();
    }
  }

  @Override
  public Persistence stores() {
    return stores;
  }

  @Override
  public MeterRegistry meters() {
    return meters;
  }

  @Override
  public int attempts() {
    return ATTEMPTS;
  }

  @Override
  public Duration longestDelay() {
    return LONGEST_DELAY;
  }

  @Override
  public void conflictAt(Set<Integer> points) {
    conflicts.set(0);
    points.forEach(faults::failCommit);
  }

  @Override
  public void conflictAlways() {
    conflicts.set(0);
    faults.failCommits(1);
  }

  @Override
  public int endConflicts() {
    faults.clear();
    return conflicts.get();
  }

  @Override
  public void close() {
    stores.close();
  }
}
