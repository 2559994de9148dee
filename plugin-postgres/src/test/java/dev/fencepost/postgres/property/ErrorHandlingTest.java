// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.property;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.fencepost.postgres.property.RaisingConnections.Place;
import dev.fencepost.spi.error.InvalidRequest;
import dev.fencepost.spi.error.LimitExceeded;
import dev.fencepost.spi.error.Unavailable;
import dev.fencepost.spi.error.Unsupported;
import dev.fencepost.testkit.property.FenceScene;
import dev.fencepost.testkit.property.FencedOperation;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * For every SQLSTATE and every place it can arise at, a call ends as the table says: run again, the
 * error of the SPI, or the outcome that was found out. What is no success is not there afterwards.
 */
final class ErrorHandlingTest {

  private static final RaisingStores STORES = new RaisingStores();

  private static final Set<String> CONFLICTS = Set.of("40001", "40P01", "23505");
  private static final Set<String> NOT_NOW =
      Set.of(
          "55P03", "57014", "25006", "25P03", "42501", "53300", "53400", "53000", "53100", "53200",
          "57P03");
  private static final Set<String> LIMITS = Set.of("54000", "54001", "54011", "54023", "22001");
  private static final Set<String> INVALID = Set.of("22021", "22P05", "22008");
  private static final Set<String> REFUSED_CLASSES = Set.of("0A", "21", "22", "23", "25", "42");

  /** How the table says that a call ends at which the state is raised once. */
  private enum Expected {
    DONE,
    UNAVAILABLE,
    LIMIT_EXCEEDED,
    INVALID_REQUEST,
    UNSUPPORTED
  }

  @AfterContainer
  static void close() {
    STORES.close();
  }

  /** All states that are named in the table, those beside them, and any others. */
  @Provide
  Arbitrary<String> states() {
    Arbitrary<String> listed = Arbitraries.of(CONFLICTS.stream().sorted().toList());
    Arbitrary<String> known =
        Arbitraries.of(
            java.util.stream.Stream.of(NOT_NOW, LIMITS, INVALID)
                .flatMap(Set::stream)
                .sorted()
                .toList());
    Arbitrary<String> ofKnownClasses =
        Arbitraries.of("08", "0A", "21", "22", "23", "25", "40", "42", "53", "54", "55", "57", "58")
            .flatMap(start -> rest(3).map(end -> start + end));
    Arbitrary<String> any = rest(5).filter(state -> state.compareTo("03") > 0);
    return Arbitraries.oneOf(listed, known, ofKnownClasses, any);
  }

  private static Arbitrary<String> rest(int length) {
    return Arbitraries.strings().withCharRange('0', '9').withCharRange('A', 'Z').ofLength(length);
  }

  @Property(tries = 250, generation = GenerationMode.RANDOMIZED, edgeCases = EdgeCasesMode.NONE)
  void aStateAtAStatementEndsAsTheTableSays(
      @ForAll FencedOperation operation, @ForAll("states") String state) {
    FenceScene scene = FenceScene.create(operation, STORES.stores());
    scene.begin();
    raiseOnce(Place.STATEMENT, state);
    Throwable thrown = catchThrowable(() -> scene.write(0));
    assertThat(STORES.connections().end()).isEqualTo(1);
    check(scene, expected(state), thrown, state);
  }

  @Property(tries = 150, generation = GenerationMode.RANDOMIZED, edgeCases = EdgeCasesMode.NONE)
  void aStateAtACommitEndsAsTheTableSays(
      @ForAll FencedOperation operation, @ForAll("states") String state) {
    FenceScene scene = FenceScene.create(operation, STORES.stores());
    scene.begin();
    raiseOnce(Place.COMMIT, state);
    Throwable thrown = catchThrowable(scene::takeOver);
    assertThat(STORES.connections().end()).isEqualTo(1);
    if (expected(state) == Expected.DONE) {
      assertThat(thrown).as(state).isNull();
      assertThat(scene.look().marks()).containsExactly(FenceScene.TAKER);
    } else {
      assertThat(ended(thrown)).as(state).isEqualTo(expected(state));
      assertThat(scene.look().marks()).isEmpty();
    }
  }

  private static void raiseOnce(Place place, String state) {
    AtomicBoolean done = new AtomicBoolean();
    STORES
        .connections()
        .raise(
            point ->
                point.place() == place && !done.getAndSet(true)
                    ? Optional.of(state)
                    : Optional.empty());
  }

  private static void check(FenceScene scene, Expected expected, Throwable thrown, String state) {
    if (expected == Expected.DONE) {
      assertThat(thrown).as(state).isNull();
      assertThat(scene.look().marks()).as(state).containsExactly(FenceScene.owner(0));
    } else {
      assertThat(ended(thrown)).as(state).isEqualTo(expected);
      assertThat(scene.look().marks()).as(state).isEmpty();
    }
  }

  /** Unknown outcomes are found out: nothing was committed, so that the call runs again. */
  private static Expected expected(String state) {
    String upper = state.toUpperCase(Locale.ROOT);
    if (CONFLICTS.contains(upper)) {
      return Expected.DONE;
    }
    if (NOT_NOW.contains(upper)) {
      return Expected.UNAVAILABLE;
    }
    if (LIMITS.contains(upper)) {
      return Expected.LIMIT_EXCEEDED;
    }
    if (INVALID.contains(upper)) {
      return Expected.INVALID_REQUEST;
    }
    return REFUSED_CLASSES.contains(upper.substring(0, 2)) ? Expected.UNSUPPORTED : Expected.DONE;
  }

  private static Expected ended(Throwable thrown) {
    return switch (thrown) {
      case null -> Expected.DONE;
      case Unavailable unavailable -> Expected.UNAVAILABLE;
      case LimitExceeded limit -> Expected.LIMIT_EXCEEDED;
      case InvalidRequest invalid -> Expected.INVALID_REQUEST;
      case Unsupported refused -> Expected.UNSUPPORTED;
      default -> throw new AssertionError("no such ending", thrown);
    };
  }
}
