// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.memory;

import dev.fencepost.spi.Page;
import dev.fencepost.spi.PageRequest;
import dev.fencepost.spi.error.NotFound;
import dev.fencepost.spi.execution.ExecutionStatus;
import dev.fencepost.spi.visibility.TimeRange;
import dev.fencepost.spi.visibility.VisibilityFilter;
import dev.fencepost.spi.visibility.VisibilityRecord;
import dev.fencepost.spi.visibility.VisibilityStore;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Visibility records in memory. */
final class MemoryVisibilityStore implements VisibilityStore {

  /** Where a record stands in a list; an open run counts as closing last of all. */
  private record Position(Instant closeTime, Instant startTime, UUID runId) {

    static final Comparator<Position> ORDER =
        Comparator.comparing(Position::closeTime, Comparator.<Instant>reverseOrder())
            .thenComparing(Position::startTime, Comparator.<Instant>reverseOrder())
            .thenComparing(Position::runId, UuidOrder.BY_BYTES);

    static Position of(VisibilityRecord entry) {
      return new Position(
          entry.closed().map(VisibilityRecord.Closed::closeTime).orElse(Instant.MAX),
          entry.startTime(),
          entry.key().runId());
    }

    static Position parse(String text) {
      String[] parts = text.split(" ", -1);
      if (parts.length != 3) {
        throw new IllegalArgumentException("no position");
      }
      try {
        return new Position(
            Instant.parse(parts[0]), Instant.parse(parts[1]), UUID.fromString(parts[2]));
      } catch (DateTimeParseException notATime) {
        throw new IllegalArgumentException("no position", notATime);
      }
    }

    String text() {
      return closeTime + " " + startTime + " " + runId;
    }
  }

  private final MemorySession session;

  MemoryVisibilityStore(MemorySession session) {
    this.session = session;
  }

  @Override
  public void upsert(VisibilityRecord entry) {
    Requests.text("workflowId", entry.key().workflowId(), 1, 1_000);
    session.run(
        tables ->
            tables.visibility.merge(
                new MemoryTables.VisibilityKey(entry.key().namespaceId(), entry.key().runId()),
                entry,
                (present, given) -> given.version() > present.version() ? given : present));
  }

  @Override
  public void delete(UUID namespaceId, UUID runId) {
    session.run(
        tables -> tables.visibility.remove(new MemoryTables.VisibilityKey(namespaceId, runId)));
  }

  @Override
  public VisibilityRecord read(UUID namespaceId, UUID runId) {
    return session.call(
        tables -> {
          VisibilityRecord found =
              tables.visibility.get(new MemoryTables.VisibilityKey(namespaceId, runId));
          if (found == null) {
            throw new NotFound(
                "visibility record not found", Map.of("namespaceId", namespaceId, "runId", runId));
          }
          return found;
        });
  }

  @Override
  public Page<VisibilityRecord> list(VisibilityFilter filter, PageRequest page) {
    return session.call(
        tables ->
            new Paging<>(
                    "visibility records " + filter.namespaceId() + " " + filter.hashCode(),
                    matching(tables, filter)
                        .sorted(Comparator.comparing(Position::of, Position.ORDER))
                        .toList(),
                    row -> Position.of(row).text(),
                    MemoryVisibilityStore::after)
                .page(page));
  }

  @Override
  public long count(VisibilityFilter filter) {
    return session.call(tables -> matching(tables, filter).count());
  }

  @Override
  public Map<ExecutionStatus, Long> countByStatus(VisibilityFilter filter) {
    return session.call(
        tables -> {
          Map<ExecutionStatus, Long> counts = new EnumMap<>(ExecutionStatus.class);
          matching(tables, filter).forEach(row -> counts.merge(row.status(), 1L, Long::sum));
          return counts;
        });
  }

  private static Predicate<VisibilityRecord> after(String token) {
    Position last = Position.parse(token);
    return row -> Position.ORDER.compare(Position.of(row), last) > 0;
  }

  private static Stream<VisibilityRecord> matching(MemoryTables tables, VisibilityFilter filter) {
    return tables.visibility.values().stream().filter(row -> matches(row, filter));
  }

  private static boolean matches(VisibilityRecord row, VisibilityFilter filter) {
    return row.key().namespaceId().equals(filter.namespaceId())
        && filter.workflowId().map(row.key().workflowId()::equals).orElse(true)
        && filter.runId().map(row.key().runId()::equals).orElse(true)
        && filter.workflowType().map(row.workflowType()::equals).orElse(true)
        && (filter.statuses().isEmpty() || filter.statuses().contains(row.status()))
        && within(filter.startTime(), Optional.of(row.startTime()))
        && within(filter.closeTime(), row.closed().map(VisibilityRecord.Closed::closeTime));
  }

  private static boolean within(Optional<TimeRange> range, Optional<Instant> time) {
    return range
        .map(
            bounds ->
                time.filter(at -> !at.isBefore(bounds.fromInclusive()))
                    .filter(at -> !at.isAfter(bounds.toInclusive()))
                    .isPresent())
        .orElse(true);
  }
}
