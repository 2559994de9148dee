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

/** Runs: a backend and the reference agree on every sequence of writes to one workflow id. */
public abstract class ExecutionStoreAgreement extends StoreAgreement {

  /** The agreement of a backend. */
  protected ExecutionStoreAgreement(PersistenceSource backend) {
    super(backend);
  }

  @Property(shrinking = ShrinkingMode.BOUNDED, edgeCases = EdgeCasesMode.NONE)
  void executionsAgreeWithTheReference(@ForAll("sequences") List<ExecutionStep> steps) {
    agree(new ExecutionWorld(unusedShardId()), steps);
  }

  @Provide
  final Arbitrary<List<ExecutionStep>> sequences() {
    return Combinators.combine(
            Arbitraries.of(ExecutionStep.Operation.class),
            Arbitraries.integers().between(0, 3),
            Arbitraries.integers().between(1, 3),
            Arbitraries.frequency(Tuple.of(2, false), Tuple.of(1, true)),
            mostlyZero(),
            mostlyZero(),
            Arbitraries.of(ExecutionStep.Life.class),
            Arbitraries.frequency(
                Tuple.of(6, ExecutionStep.Tasks.NEW),
                Tuple.of(2, ExecutionStep.Tasks.NONE),
                Tuple.of(1, ExecutionStep.Tasks.TAKEN)))
        .as(ExecutionStep::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(25);
  }

  static Arbitrary<Integer> mostlyZero() {
    return Arbitraries.frequency(Tuple.of(12, 0), Tuple.of(1, -1), Tuple.of(1, 1));
  }
}
