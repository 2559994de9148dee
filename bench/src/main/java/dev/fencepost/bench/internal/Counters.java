// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.bench.internal;

import dev.fencepost.engine.embedded.EmbeddedDatabase;
import java.sql.SQLException;
import java.time.Duration;

/**
 * What only grows while updates are made.
 *
 * @param roundTrips on the wire
 * @param walBytes in the write-ahead log
 * @param clientTime processor time of this process
 * @param serverTime processor time of the database
 */
record Counters(long roundTrips, long walBytes, Duration clientTime, Duration serverTime) {

  static Counters read(EmbeddedDatabase server, BenchDatabase database) throws SQLException {
    return new Counters(
        RoundTripCounter.total(),
        database.walPosition(),
        ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO),
        server.processorTime());
  }

  Counters minus(Counters before) {
    return new Counters(
        roundTrips - before.roundTrips,
        walBytes - before.walBytes,
        clientTime.minus(before.clientTime),
        serverTime.minus(before.serverTime));
  }
}
