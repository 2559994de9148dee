// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.property;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.testkit.property.CutSubject.Place;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Data stay whole when connections are cut before, at and after what commits: no half transaction,
 * no acknowledged write lost, nothing done twice after an unknown outcome. What is there is what a
 * run without cuts leaves.
 */
public abstract class CutProperties {

  private static final int LATEST_COMMIT = 5;

  /** The properties of a backend. */
  protected CutProperties() {}

  /** The backend, the same at every call. */
  protected abstract CutSubject subject();

  /** What is cut. */
  @Provide
  final Arbitrary<Map<Integer, Place>> cuts() {
    return Arbitraries.maps(
            Arbitraries.integers().between(1, LATEST_COMMIT), Arbitraries.of(Place.class))
        .ofMinSize(1)
        .ofMaxSize(3);
  }

  @Property(tries = 60, generation = GenerationMode.RANDOMIZED, edgeCases = EdgeCasesMode.NONE)
  final void whatIsThereIsWhatARunWithoutCutsLeaves(
      @ForAll FencedOperation operation, @ForAll("cuts") Map<Integer, Place> cuts) {
    PlayedRound expected = PlayedRound.play(operation, subject().stores(), () -> {}, () -> {});
    PlayedRound actual =
        PlayedRound.play(
            operation,
            subject().stores(),
            () -> cuts.forEach(subject()::cutAt),
            subject()::endCuts);
    assertThat(actual).isEqualTo(expected);
  }
}
