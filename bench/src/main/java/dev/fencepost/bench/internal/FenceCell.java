// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.bench.internal;

import java.util.Locale;

/**
 * One measurement on Aurora DSQL.
 *
 * @param contender what was measured
 * @param repetition 1 for the first
 * @param seconds how long it was measured
 * @param updates how many updates were made meanwhile
 * @param p50Micros the time within which half of the updates were made
 * @param p99Micros the time within which 99 of 100 were made
 * @param roundTrips per update, counted by the database
 * @param aborts the share of transactions that ended in a conflict, counted by the database
 * @param retries per update, counted by the plugin
 */
record FenceCell(
    FenceContender contender,
    int repetition,
    double seconds,
    long updates,
    long p50Micros,
    long p99Micros,
    double roundTrips,
    double aborts,
    double retries) {

  double rate() {
    return updates / seconds;
  }

  String toJson() {
    return String.format(
        Locale.ROOT,
        "{\"cell\":\"%s\",\"repetition\":%d,\"seconds\":%.3f,\"updates\":%d,"
            + "\"updates_per_second\":%.1f,\"p50_micros\":%d,\"p99_micros\":%d,"
            + "\"round_trips_per_update\":%.3f,\"aborted_share\":%.5f,"
            + "\"retries_per_update\":%.5f}",
        contender.label(),
        repetition,
        seconds,
        updates,
        rate(),
        p50Micros,
        p99Micros,
        roundTrips,
        aborts,
        retries);
  }

  String toLine() {
    return String.format(
        Locale.ROOT,
        "repetition %d  %-15s %8.0f updates/s  p50 %6d us  p99 %7d us  %.2f %% aborted",
        repetition,
        contender.label(),
        rate(),
        p50Micros,
        p99Micros,
        aborts * 100);
  }
}
