// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.conformance;

import static dev.fencepost.testkit.conformance.VisibilitySamples.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.spi.PageRequest;
import dev.fencepost.spi.PageToken;
import dev.fencepost.spi.error.InvalidRequest;
import dev.fencepost.spi.execution.ExecutionStatus;
import dev.fencepost.spi.visibility.TimeRange;
import dev.fencepost.spi.visibility.VisibilityFilter;
import dev.fencepost.spi.visibility.VisibilityRecord;
import dev.fencepost.spi.visibility.VisibilityStore;
import dev.fencepost.testkit.PersistenceSource;
import dev.fencepost.testkit.internal.Pages;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * How every {@link VisibilityStore} lists and counts: I9 to I22 of the contract and the visibility
 * suite of its section 4.8. Queries over custom search attributes are not part of the SPI.
 */
public abstract class VisibilityListConformance extends StoreConformance {

  private static final Set<ExecutionStatus> OPEN = Set.of(ExecutionStatus.RUNNING);
  private static final Set<ExecutionStatus> CLOSED =
      Set.of(
          ExecutionStatus.COMPLETED,
          ExecutionStatus.FAILED,
          ExecutionStatus.CANCELED,
          ExecutionStatus.TERMINATED,
          ExecutionStatus.CONTINUED_AS_NEW,
          ExecutionStatus.TIMED_OUT);
  private static final Set<ExecutionStatus> FAILED = Set.of(ExecutionStatus.FAILED);
  private static final Set<ExecutionStatus> ANY = Set.of();

  /** The order the contract asks for, over the records themselves. */
  private static final Comparator<VisibilityRecord> ORDER =
      Comparator.comparing(
              (VisibilityRecord entry) ->
                  entry.closed().map(VisibilityRecord.Closed::closeTime).orElse(Instant.MAX),
              Comparator.reverseOrder())
          .thenComparing(VisibilityRecord::startTime, Comparator.reverseOrder())
          .thenComparing(entry -> entry.key().runId().toString());

  /** The kit for a backend. */
  protected VisibilityListConformance(PersistenceSource source) {
    super(source);
  }

  private VisibilityStore visibility() {
    return persistence().visibility();
  }

  private List<VisibilityRecord> list(VisibilityFilter filter, int pageSize) {
    return Pages.all(pageSize, page -> visibility().list(filter, page));
  }

  /** Twenty times, four records each, of two workflow ids and types, open and of two statuses. */
  private List<VisibilityRecord> eighty(VisibilitySamples samples) {
    List<VisibilityRecord> entries = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Instant time = START.plusMillis(i);
      String suffix = i % 2 == 0 ? "even" : "odd";
      entries.add(entry(samples, suffix, ExecutionStatus.RUNNING, time));
      entries.add(entry(samples, suffix, ExecutionStatus.RUNNING, time));
      entries.add(entry(samples, suffix, ExecutionStatus.FAILED, time));
      entries.add(entry(samples, suffix, ExecutionStatus.COMPLETED, time));
    }
    entries.forEach(visibility()::upsert);
    return entries;
  }

  private static VisibilityRecord entry(
      VisibilitySamples samples, String suffix, ExecutionStatus status, Instant time) {
    Optional<Instant> closeTime =
        status == ExecutionStatus.RUNNING ? Optional.empty() : Optional.of(time.plusSeconds(9));
    return samples.entry("id-" + suffix, "type-" + suffix, status, time, closeTime, 1);
  }

  private static List<VisibilityRecord> expected(
      List<VisibilityRecord> entries, Predicate<VisibilityRecord> wanted) {
    return entries.stream().filter(wanted).sorted(ORDER).toList();
  }

  private record Selection(
      Optional<String> workflowId, Optional<String> workflowType, Set<ExecutionStatus> statuses) {

    boolean matches(VisibilityRecord entry) {
      return workflowId.map(entry.key().workflowId()::equals).orElse(true)
          && workflowType.map(entry.workflowType()::equals).orElse(true)
          && (statuses.isEmpty() || statuses.contains(entry.status()));
    }

    VisibilityFilter filter(VisibilitySamples samples) {
      return samples.filter(workflowId, workflowType, statuses, Optional.empty(), Optional.empty());
    }
  }

  private static Stream<Selection> selections() {
    return Stream.of(OPEN, CLOSED, FAILED, ANY)
        .flatMap(
            statuses ->
                Stream.of(
                    new Selection(Optional.of("id-even"), Optional.empty(), statuses),
                    new Selection(Optional.empty(), Optional.of("type-odd"), statuses),
                    new Selection(Optional.of("id-even"), Optional.of("type-odd"), statuses),
                    new Selection(Optional.empty(), Optional.empty(), statuses)));
  }

  @TestFactory
  Stream<DynamicTest> I9_I22_everySelectionIsListedInOrderInPagesAndCounted() {
    VisibilitySamples samples = VisibilitySamples.newNamespace();
    List<VisibilityRecord> entries = eighty(samples);
    return selections()
        .map(
            selection ->
                DynamicTest.dynamicTest(
                    selection.toString(), () -> assertListed(samples, entries, selection)));
  }

  private void assertListed(
      VisibilitySamples samples, List<VisibilityRecord> entries, Selection selection) {
    VisibilityFilter filter = selection.filter(samples);
    List<VisibilityRecord> expected = expected(entries, selection::matches);
    for (int pageSize : new int[] {1, 5, 40, 200}) {
      assertThat(list(filter, pageSize)).isEqualTo(expected);
    }
    assertThat(visibility().count(filter)).isEqualTo(expected.size());
    Map<ExecutionStatus, Long> byStatus =
        expected.stream()
            .collect(Collectors.groupingBy(VisibilityRecord::status, Collectors.counting()));
    assertThat(visibility().countByStatus(filter)).isEqualTo(byStatus);
  }

  @Test
  void I9_I22_bothBoundsOfStartAndCloseTimesAreInclusive() {
    VisibilitySamples samples = VisibilitySamples.newNamespace();
    List<VisibilityRecord> entries = eighty(samples);
    Instant start = START.plusMillis(7);
    Instant close = start.plusSeconds(9);
    assertThat(list(samples.started(start, start), 1))
        .isEqualTo(expected(entries, entry -> entry.startTime().equals(start)));
    assertThat(list(samples.closedWithin(close, close), 1))
        .isEqualTo(expected(entries, entry -> entry.startTime().equals(start) && isClosed(entry)));
    assertThat(list(samples.started(START, start), 7))
        .isEqualTo(expected(entries, entry -> !entry.startTime().isAfter(start)));
    assertThat(list(samples.started(start.plusNanos(1_000), start.plusNanos(2_000)), 7)).isEmpty();
    assertThat(list(samples.started(start, START), 7)).isEmpty();
  }

  private static boolean isClosed(VisibilityRecord entry) {
    return entry.status() != ExecutionStatus.RUNNING;
  }

  @Test
  void openRunsNeverMatchACloseTime() {
    VisibilitySamples samples = VisibilitySamples.newNamespace();
    eighty(samples);
    VisibilityFilter filter =
        samples.filter(
            Optional.empty(),
            Optional.empty(),
            OPEN,
            Optional.empty(),
            Optional.of(
                new TimeRange(
                    Instant.parse("0001-01-01T00:00:00Z"),
                    Instant.parse("9999-12-31T23:59:59.999999Z"))));
    assertThat(list(filter, 10)).isEmpty();
    assertThat(visibility().count(filter)).isZero();
  }

  @Test
  void openRunsComeFirstThenTheLatestClosed() {
    VisibilitySamples samples = VisibilitySamples.newNamespace();
    VisibilityRecord open = samples.open("open", START);
    VisibilityRecord closedLate =
        samples.closed("late", ExecutionStatus.FAILED, START, START.plusSeconds(2));
    VisibilityRecord closedEarly =
        samples.closed("early", ExecutionStatus.FAILED, START.plusSeconds(1), START.plusSeconds(1));
    Stream.of(closedEarly, open, closedLate).forEach(visibility()::upsert);
    assertThat(list(samples.all(), 1)).containsExactly(open, closedLate, closedEarly);
  }

  @Test
  void runsOfOneTimeAreOrderedByRunId() {
    VisibilitySamples samples = VisibilitySamples.newNamespace();
    List<VisibilityRecord> entries =
        Stream.generate(() -> samples.open("same", START)).limit(30).toList();
    entries.forEach(visibility()::upsert);
    List<VisibilityRecord> expected = entries.stream().sorted(ORDER).toList();
    assertThat(list(samples.all(), 1)).isEqualTo(expected);
    assertThat(list(samples.all(), 7)).isEqualTo(expected);
  }

  @Test
  void aRunIdSelectsOneRecord() {
    VisibilitySamples samples = VisibilitySamples.newNamespace();
    List<VisibilityRecord> entries = eighty(samples);
    VisibilityRecord wanted = entries.get(33);
    VisibilityFilter filter =
        new VisibilityFilter(
            samples.namespaceId(),
            Optional.empty(),
            Optional.of(wanted.key().runId()),
            Optional.empty(),
            ANY,
            Optional.empty(),
            Optional.empty());
    assertThat(list(filter, 10)).containsExactly(wanted);
    VisibilityFilter unknown =
        new VisibilityFilter(
            samples.namespaceId(),
            Optional.empty(),
            Optional.of(UUID.randomUUID()),
            Optional.empty(),
            ANY,
            Optional.empty(),
            Optional.empty());
    assertThat(list(unknown, 10)).isEmpty();
  }

  @Test
  void severalStatusesAreAlternatives() {
    VisibilitySamples samples = VisibilitySamples.newNamespace();
    List<VisibilityRecord> entries = eighty(samples);
    VisibilityFilter filter = samples.ofStatus(ExecutionStatus.RUNNING, ExecutionStatus.COMPLETED);
    assertThat(list(filter, 13))
        .isEqualTo(expected(entries, entry -> entry.status() != ExecutionStatus.FAILED));
  }

  @Test
  void namespacesAreSeparateAndAnEmptyOneHasNothing() {
    VisibilitySamples samples = VisibilitySamples.newNamespace();
    eighty(samples);
    VisibilitySamples empty = VisibilitySamples.newNamespace();
    assertThat(list(empty.all(), 10)).isEmpty();
    assertThat(visibility().count(empty.all())).isZero();
    assertThat(visibility().countByStatus(empty.all())).isEmpty();
  }

  @Test
  void aReplacedRecordIsListedOnceAtItsNewPlace() {
    VisibilitySamples samples = VisibilitySamples.newNamespace();
    VisibilityRecord open = samples.open("run", START);
    VisibilityRecord closed = VisibilitySamples.closing(open, START.plusSeconds(1), 2);
    visibility().upsert(open);
    visibility().upsert(closed);
    assertThat(list(samples.all(), 10)).containsExactly(closed);
    assertThat(list(samples.ofStatus(ExecutionStatus.RUNNING), 10)).isEmpty();
    assertThat(visibility().countByStatus(samples.all()))
        .isEqualTo(Map.of(ExecutionStatus.COMPLETED, 1L));
  }

  @Test
  void deletedRecordsAreNotListed() {
    VisibilitySamples samples = VisibilitySamples.newNamespace();
    List<VisibilityRecord> entries = eighty(samples);
    entries
        .subList(0, 70)
        .forEach(entry -> visibility().delete(samples.namespaceId(), entry.key().runId()));
    assertThat(list(samples.all(), 3)).isEqualTo(expected(entries.subList(70, 80), entry -> true));
  }

  @Test
  void item10_recordsThatStayAreListedOnceWhateverIsAddedMeanwhile() {
    VisibilitySamples samples = VisibilitySamples.newNamespace();
    List<VisibilityRecord> entries = eighty(samples);
    List<VisibilityRecord> listed =
        Pages.all(
            7,
            page -> {
              visibility().upsert(samples.open("new", START.plusSeconds(page.size())));
              return visibility().list(samples.all(), page);
            });
    assertThat(listed).doesNotHaveDuplicates().containsAll(entries);
  }

  @Test
  void aPageTokenThatIsNoneIsInvalid() {
    VisibilityFilter filter = VisibilitySamples.newNamespace().all();
    for (String garbage : List.of("", "garbage", "AAAA", "\u00e9?&", "bm90IGEga2V5")) {
      PageRequest page = PageRequest.after(new PageToken(garbage), 5);
      Errors.expect(InvalidRequest.class, () -> visibility().list(filter, page));
    }
  }
}
