// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.conflict;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The footprints of committed transactions, in the order of their commits.
 *
 * <p>A commit has two moments: it is <em>reserved</em>, which is when it is checked against all
 * others, and it is <em>completed</em> once the database has it. A transaction takes the number of
 * the last completed commit <em>before</em> its snapshot, so that whatever is completed after that
 * number counts as concurrent, and nothing that the snapshot lacks is ever missed. Of two
 * transactions that commit at once the first to reserve wins.
 */
public final class CommitLog {

  private static final long NOT_COMPLETED = Long.MAX_VALUE;
  private static final Deque<Use> NOBODY = new ArrayDeque<>();

  private final Map<RowKey, Deque<Use>> uses = new HashMap<>();
  private final Deque<Reservation> completed = new ArrayDeque<>();
  private final TreeMap<Long, Integer> snapshots = new TreeMap<>();
  private long last;

  /** The number for a snapshot about to be taken; to be given back by {@link #leave}. */
  public synchronized long enter() {
    snapshots.merge(last, 1, Integer::sum);
    return last;
  }

  /** Gives back the number of a transaction that has ended. */
  public synchronized void leave(long snapshot) {
    snapshots.computeIfPresent(snapshot, (number, users) -> users == 1 ? null : users - 1);
    forget();
  }

  /** Records what a function of a query has written and committed already. */
  public synchronized void record(Footprint footprint) {
    reserve(NOT_COMPLETED, footprint).ifPresent(this::complete);
  }

  /** Reserves a commit, or answers empty if it conflicts with an earlier one. */
  public synchronized Optional<Reservation> reserve(long snapshot, Footprint footprint) {
    Map<RowKey, Access> accesses = footprint.accesses();
    if (conflicts(snapshot, accesses)) {
      return Optional.empty();
    }
    Reservation reservation = new Reservation(List.copyOf(accesses.keySet()));
    accesses.forEach(
        (key, access) ->
            uses.computeIfAbsent(key, none -> new ArrayDeque<>())
                .add(new Use(reservation, access)));
    return Optional.of(reservation);
  }

  /** Whether an access to a key would conflict with what was committed since a snapshot. */
  public synchronized boolean usedSince(long snapshot, RowKey key, Access access) {
    return conflicts(snapshot, Map.of(key, access));
  }

  private boolean conflicts(long snapshot, Map<RowKey, Access> accesses) {
    return accesses.entrySet().stream()
        .anyMatch(
            mine ->
                uses.getOrDefault(mine.getKey(), NOBODY).stream()
                    .anyMatch(
                        use ->
                            use.reservation.number > snapshot
                                && use.access.conflictsWith(mine.getValue())));
  }

  /** The database has the commit. */
  public synchronized void complete(Reservation reservation) {
    last++;
    reservation.number = last;
    completed.add(reservation);
    forget();
  }

  /** The commit has failed after all. */
  public synchronized void cancel(Reservation reservation) {
    remove(reservation);
  }

  private void forget() {
    long oldest = snapshots.isEmpty() ? last : snapshots.firstKey();
    while (!completed.isEmpty() && completed.getFirst().number <= oldest) {
      remove(completed.removeFirst());
    }
  }

  private void remove(Reservation reservation) {
    for (RowKey key : reservation.keys) {
      Deque<Use> others = uses.getOrDefault(key, NOBODY);
      others.removeIf(use -> use.reservation == reservation);
      if (others.isEmpty()) {
        uses.remove(key);
      }
    }
  }

  /** A commit that has won. */
  public static final class Reservation {

    private final List<RowKey> keys;
    private long number = NOT_COMPLETED;

    private Reservation(List<RowKey> keys) {
      this.keys = keys;
    }
  }

  private record Use(Reservation reservation, Access access) {}
}
