// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.bench.internal;

import java.time.Duration;
import java.util.Locale;

/**
 * One measurement.
 *
 * @param contender what was measured
 * @param repetition 1 for the first
 * @param position where it stood in its repetition, 1 for the first
 * @param addedRoundTrip how much longer each round trip took than on this machine
 * @param seconds how long it was measured
 * @param updates how many updates were made meanwhile
 * @param p50Micros the time within which half of the updates were made
 * @param p99Micros the time within which 99 of 100 were made
 * @param roundTrips per update, counted on the wire
 * @param commits per update, counted by the database
 * @param walBytes per update, counted by the database
 * @param clientMicros processor time of this process per update
 * @param serverMicros processor time of the database per update
 */
record Cell(
    ContenderKind contender,
    int repetition,
    int position,
    Duration addedRoundTrip,
    double seconds,
    long updates,
    long p50Micros,
    long p99Micros,
    double roundTrips,
    double commits,
    double walBytes,
    double clientMicros,
    double serverMicros) {

  double rate() {
    return updates / seconds;
  }

  String toJson() {
    return String.format(
        Locale.ROOT,
        "{\"cell\":\"%s\",\"repetition\":%d,\"position\":%d,\"added_round_trip_millis\":%d,\"seconds\":%.3f,\"updates\":%d,"
            + "\"updates_per_second\":%.1f,\"p50_micros\":%d,\"p99_micros\":%d,"
            + "\"round_trips_per_update\":%.3f,\"commits_per_update\":%.3f,"
            + "\"wal_bytes_per_update\":%.0f,\"client_cpu_micros_per_update\":%.0f,"
            + "\"server_cpu_micros_per_update\":%.0f}",
        contender.label(),
        repetition,
        position,
        addedRoundTrip.toMillis(),
        seconds,
        updates,
        rate(),
        p50Micros,
        p99Micros,
        roundTrips,
        commits,
        walBytes,
        clientMicros,
        serverMicros);
  }

  String toLine() {
    return String.format(
        Locale.ROOT,
        "repetition %d  %-4s %8.0f updates/s  p50 %6d us  p99 %7d us",
        repetition,
        contender.label(),
        rate(),
        p50Micros,
        p99Micros);
  }
}
