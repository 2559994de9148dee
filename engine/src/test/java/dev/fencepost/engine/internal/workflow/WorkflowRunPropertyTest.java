// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.fencepost.engine.internal.workflow.RandomWalk.Happening;
import dev.fencepost.engine.internal.workflow.RandomWalk.Step;
import dev.fencepost.engine.v1.MutableState;
import dev.fencepost.engine.v1.RunState;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;

/** Whatever happens to a run, in whatever order, {@link Invariants} hold after every step. */
final class WorkflowRunPropertyTest {

  @Provide
  Arbitrary<List<Step>> walks() {
    Arbitrary<Happening> happenings =
        Arbitraries.frequencyOf(
            Tuple.of(8, Arbitraries.of(Happening.START_WORKFLOW_TASK)),
            Tuple.of(6, Arbitraries.of(Happening.COMPLETE_WORKFLOW_TASK)),
            Tuple.of(4, Arbitraries.of(Happening.PASS_TIME, Happening.START_ACTIVITY)),
            Tuple.of(
                12,
                Arbitraries.of(Happening.class)
                    .filter(happening -> happening != Happening.CLOSE_WORKFLOW)),
            Tuple.of(1, Arbitraries.of(Happening.CLOSE_WORKFLOW)));
    return Combinators.combine(happenings, Arbitraries.integers().between(1, 200))
        .as(Step::new)
        .list()
        .ofMaxSize(100)
        .withSizeDistribution(RandomDistribution.uniform());
  }

  private static RunUnderTest walk(List<Step> steps) {
    RunUnderTest run = RunUnderTest.start(Requests.start().build());
    RandomWalk walk = new RandomWalk(run);
    steps.forEach(walk::take);
    return run;
  }

  @Property(tries = 500)
  void everyRun_keepsItsInvariantsAndCanClose(@ForAll("walks") List<Step> steps) {
    RunUnderTest run = RunUnderTest.start(Requests.start().build());
    RandomWalk walk = new RandomWalk(run);
    steps.forEach(walk::take);
    if (run.state().getState() != RunState.RUN_STATE_COMPLETED) {
      walk.closeNow();
    }
  }

  @Property(tries = 100)
  void equalOperations_giveEqualRuns(@ForAll("walks") List<Step> steps) {
    RunUnderTest one = walk(steps);
    RunUnderTest other = walk(steps);

    assertThat(other.state()).isEqualTo(one.state());
    assertThat(other.history()).isEqualTo(one.history());
    assertThat(other.transferTasks()).isEqualTo(one.transferTasks());
    assertThat(other.timers()).isEqualTo(one.timers());
  }

  @Property(tries = 100)
  void persistedState_isReadBackAsItWas(@ForAll("walks") List<Step> steps)
      throws InvalidProtocolBufferException {
    MutableState state = walk(steps).state();

    assertThat(MutableState.parseFrom(state.toByteString())).isEqualTo(state);
  }

  @Property(tries = 100)
  void runWithATimeout_endsByItself(@ForAll("walks") List<Step> steps) {
    RunUnderTest run =
        RunUnderTest.start(
            Requests.start().setWorkflowRunTimeout(Times.duration(Duration.ofMinutes(30))).build());
    RandomWalk walk = new RandomWalk(run);
    steps.forEach(walk::take);

    run.runTimers(Duration.ofMinutes(31));

    assertThat(run.state().getState()).isEqualTo(RunState.RUN_STATE_COMPLETED);
  }
}
