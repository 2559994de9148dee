// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.agreement;

import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.execution.ExecutionStatus;
import dev.fencepost.spi.execution.WorkflowKey;
import dev.fencepost.spi.visibility.SearchAttribute;
import dev.fencepost.spi.visibility.TimeRange;
import dev.fencepost.spi.visibility.VisibilityFilter;
import dev.fencepost.spi.visibility.VisibilityRecord;
import dev.fencepost.testkit.PersistenceSource;
import dev.fencepost.testkit.internal.Pages;
import dev.fencepost.testkit.internal.Samples;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;

/** Visibility: a backend and the reference agree on every sequence of writes to one namespace. */
public abstract class VisibilityStoreAgreement extends StoreAgreement {

  /** The agreement of a backend. */
  protected VisibilityStoreAgreement(PersistenceSource backend) {
    super(backend);
  }

  @Property(shrinking = ShrinkingMode.BOUNDED, edgeCases = EdgeCasesMode.NONE)
  void visibilityAgreesWithTheReference(@ForAll("sequences") List<VisibilityStep> steps) {
    agree(new Records(), steps);
  }

  @Provide
  final Arbitrary<List<VisibilityStep>> sequences() {
    return Combinators.combine(
            Arbitraries.frequency(
                Tuple.of(5, VisibilityStep.Operation.UPSERT),
                Tuple.of(1, VisibilityStep.Operation.DELETE)),
            Arbitraries.integers().between(0, 5),
            Arbitraries.integers().between(0, 4),
            Arbitraries.of(ExecutionStatus.class),
            Arbitraries.integers().between(0, 4))
        .as(VisibilityStep::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(25);
  }

  private record Picture(
      List<VisibilityRecord> listed, long count, Map<ExecutionStatus, Long> counts) {}

  private static final class Records implements World<VisibilityStep> {

    private static final Instant START = Instant.parse("2024-02-29T12:34:56.123456Z");

    private final UUID namespaceId = UUID.randomUUID();
    private final List<WorkflowKey> runs =
        IntStream.range(0, 6)
            .mapToObj(i -> new WorkflowKey(namespaceId, "id-" + i / 2, UUID.randomUUID()))
            .toList();

    @Override
    public void prepare(Persistence stores) {
      stores.visibility().count(VisibilityFilter.all(namespaceId));
    }

    @Override
    public Call call(VisibilityStep step, int number, Persistence reference) {
      WorkflowKey run = runs.get(step.run());
      return switch (step.operation()) {
        case UPSERT -> {
          VisibilityRecord entry = entry(run, step, number);
          yield Call.silent(stores -> stores.visibility().upsert(entry));
        }
        case DELETE -> Call.silent(stores -> stores.visibility().delete(namespaceId, run.runId()));
      };
    }

    private static VisibilityRecord entry(WorkflowKey run, VisibilityStep step, int number) {
      Instant start = START.plusSeconds(step.second());
      Optional<VisibilityRecord.Closed> closed =
          step.status() == ExecutionStatus.RUNNING
              ? Optional.empty()
              : Optional.of(
                  new VisibilityRecord.Closed(
                      start.plusSeconds(step.second()), number, 10L * number));
      return new VisibilityRecord(
          run,
          "type-" + number % 2,
          "queue",
          step.status(),
          start,
          start,
          closed,
          Samples.blob("by " + number),
          Map.of("Step", new SearchAttribute.Int(number)),
          step.version());
    }

    @Override
    public Object picture(Persistence stores) {
      return filters()
          .map(
              filter ->
                  new Picture(
                      Pages.all(2, page -> stores.visibility().list(filter, page)),
                      stores.visibility().count(filter),
                      stores.visibility().countByStatus(filter)))
          .toList();
    }

    private Stream<VisibilityFilter> filters() {
      TimeRange range = new TimeRange(START.plusSeconds(1), START.plusSeconds(3));
      return Stream.of(
          VisibilityFilter.all(namespaceId),
          filter(Optional.of("id-0"), Optional.empty(), Set.of(), Optional.empty()),
          filter(
              Optional.empty(),
              Optional.of("type-1"),
              Set.of(ExecutionStatus.RUNNING, ExecutionStatus.FAILED),
              Optional.empty()),
          filter(Optional.empty(), Optional.empty(), Set.of(), Optional.of(range)));
    }

    private VisibilityFilter filter(
        Optional<String> workflowId,
        Optional<String> workflowType,
        Set<ExecutionStatus> statuses,
        Optional<TimeRange> closeTime) {
      return new VisibilityFilter(
          namespaceId,
          workflowId,
          Optional.empty(),
          workflowType,
          statuses,
          Optional.empty(),
          closeTime);
    }
  }
}
