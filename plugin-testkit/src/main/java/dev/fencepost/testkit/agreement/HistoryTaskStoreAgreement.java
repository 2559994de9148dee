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

/** History tasks: a backend and the reference agree on every sequence of calls on one shard. */
public abstract class HistoryTaskStoreAgreement extends StoreAgreement {

  /** The agreement of a backend. */
  protected HistoryTaskStoreAgreement(PersistenceSource backend) {
    super(backend);
  }

  @Property(shrinking = ShrinkingMode.BOUNDED, edgeCases = EdgeCasesMode.NONE)
  void historyTasksAgreeWithTheReference(@ForAll("sequences") List<HistoryTaskStep> steps) {
    agree(new HistoryTaskWorld(unusedShardId()), steps);
  }

  @Provide
  final Arbitrary<List<HistoryTaskStep>> sequences() {
    return Combinators.combine(
            Arbitraries.of(HistoryTaskStep.Operation.class),
            Arbitraries.integers().between(0, 1),
            Arbitraries.integers().between(0, 30),
            Arbitraries.integers().between(1, 8),
            ExecutionStoreAgreement.mostlyZero())
        .as(HistoryTaskStep::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(25);
  }
}
