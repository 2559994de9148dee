// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.agreement;

import dev.fencepost.testkit.PersistenceSource;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;

/** History: a backend and the reference agree on every sequence of calls on one tree. */
public abstract class HistoryStoreAgreement extends StoreAgreement {

  /** The agreement of a backend. */
  protected HistoryStoreAgreement(PersistenceSource backend) {
    super(backend);
  }

  @Property(shrinking = ShrinkingMode.BOUNDED, edgeCases = EdgeCasesMode.NONE)
  void historyAgreesWithTheReference(@ForAll("sequences") List<HistoryStep> steps) {
    agree(new HistoryWorld(unusedShardId()), steps);
  }

  @Provide
  final Arbitrary<List<HistoryStep>> sequences() {
    return Combinators.combine(
            Arbitraries.frequency(
                Tuple.of(6, HistoryStep.Operation.APPEND_TO_CHAIN),
                Tuple.of(4, HistoryStep.Operation.APPEND),
                Tuple.of(3, HistoryStep.Operation.FORK),
                Tuple.of(1, HistoryStep.Operation.FORK_TO_TAKEN_ID),
                Tuple.of(4, HistoryStep.Operation.READ_RANGE),
                Tuple.of(1, HistoryStep.Operation.TRIM),
                Tuple.of(1, HistoryStep.Operation.DELETE_BRANCH)),
            Arbitraries.integers().between(0, 3),
            Arbitraries.integers().between(1, 9),
            Arbitraries.integers().between(1, 30),
            Arbitraries.integers().between(0, 30),
            ExecutionStoreAgreement.mostlyZero())
        .as(HistoryStep::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(25);
  }
}
