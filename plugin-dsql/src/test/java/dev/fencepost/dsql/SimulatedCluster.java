// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql;

import dev.fencepost.dsql.simulator.DsqlSimulator;
import dev.fencepost.dsql.simulator.SimulatorLimits;
import dev.fencepost.dsql.simulator.TransportSecurity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** One simulator for all tests of a JVM, with a fresh schema for whoever asks. */
final class SimulatedCluster {

  private static final DsqlSimulator SIMULATOR = start();
  private static final AtomicInteger SCHEMAS = new AtomicInteger();

  private SimulatedCluster() {}

  private static DsqlSimulator start() {
    try {
      return DsqlSimulator.builder()
          .security(TransportSecurity.PLAINTEXT)
          .jobTime(Duration.ofMillis(1))
          .limits(SimulatorLimits.ofService().withObjects(10_000, 100_000))
          .start();
    } catch (IOException failed) {
      throw new UncheckedIOException("the simulator does not start", failed);
    }
  }

  static DsqlSimulator simulator() {
    return SIMULATOR;
  }

  /** The name of a schema that nobody else uses. */
  static String freshSchema() {
    return "schema_" + SCHEMAS.incrementAndGet();
  }

  /** The plugin on a fresh schema, with further keys. */
  static ClusterSource source(Map<String, String> further) {
    return new ClusterSource(keys(freshSchema(), further));
  }

  /** The plugin's keys for a schema, with further ones. */
  static Map<String, String> keys(String schema, Map<String, String> further) {
    Map<String, String> all = new HashMap<>();
    all.put("url", SIMULATOR.url());
    all.put("password", "any");
    all.put("schema", schema);
    all.put("pool-size", "8");
    all.put("new-connections-per-second", "99");
    all.putAll(further);
    return all;
  }
}
