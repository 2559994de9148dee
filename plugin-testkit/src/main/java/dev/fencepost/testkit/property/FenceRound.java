// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.property;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.spi.error.ConditionFailed;
import dev.fencepost.spi.error.OwnershipLost;
import dev.fencepost.testkit.interleaving.Blocker;
import dev.fencepost.testkit.interleaving.Ending;
import dev.fencepost.testkit.interleaving.Exploration;
import dev.fencepost.testkit.interleaving.Operation;
import dev.fencepost.testkit.property.FenceScene.Sight;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** One round of a scene under one schedule, and what must be true after it. */
final class FenceRound {

  private final FenceSubject subject;
  private final FenceScene scene;
  private final FenceSchedule schedule;

  FenceRound(FenceSubject subject, FenceScene scene, FenceSchedule schedule) {
    this.subject = subject;
    this.scene = scene;
    this.schedule = schedule;
  }

  /** Plays the round and checks it. */
  Exploration play() throws Exception {
    scene.begin();
    List<Operation> operations = new ArrayList<>();
    for (int write = 0; write < FenceScene.OWNER_WRITES; write++) {
      int number = write;
      operations.add(new Operation(FenceScene.owner(number), () -> scene.write(number)));
    }
    operations.add(new Operation(FenceScene.TAKER, scene::takeOver));
    Exploration exploration =
        subject.newExplorer().explore(operations, blockers(), schedule.schedule());
    check(exploration);
    return exploration;
  }

  private List<Blocker> blockers() {
    return schedule.stop() == 0
        ? List.of()
        : List.of(subject.blocker(schedule.stop(), scene.target()));
  }

  private void check(Exploration exploration) {
    String what = describe(exploration);
    Ending taken = exploration.endings().get(FenceSchedule.TAKE_OVER);
    assertThat(taken).as(what).isInstanceOf(Ending.Returned.class);
    Sight seen = (Sight) requireNonNull(((Ending.Returned) taken).value());
    Sight last = scene.look();
    List<String> expected = new ArrayList<>(seen.marks());
    expected.add(FenceScene.TAKER);
    assertThat(last.marks())
        .as("what is there in the end and what the taker saw; " + what)
        .isEqualTo(expected);
    for (int write = 0; write < FenceScene.OWNER_WRITES; write++) {
      checkWrite(exploration.endings().get(write), FenceScene.owner(write), seen, what);
    }
    checkRuns(seen, last, what);
  }

  /** A write that was acknowledged was seen, one that failed was not, and failed for a reason. */
  private static void checkWrite(Ending ending, String mark, Sight seen, String what) {
    switch (ending) {
      case Ending.Returned returned ->
          assertThat(seen.marks().contains(mark))
              .as(what)
              .isEqualTo(returned.value() == FenceScene.WriteResult.DONE);
      case Ending.Threw threw -> {
        assertThat(threw.error())
            .as(what)
            .isInstanceOfAny(OwnershipLost.class, ConditionFailed.class);
        assertThat(seen.marks()).as(what).doesNotContain(mark);
      }
    }
  }

  private void checkRuns(Sight seen, Sight last, String what) {
    switch (scene.target().operation()) {
      case UPDATE, CONFLICT_RESOLVE, SET -> {
        assertThat(seen.marks()).as(what).hasSizeLessThanOrEqualTo(1);
        assertThat(seen.recordVersion())
            .as(what)
            .isEqualTo(scene.firstRecordVersion() + seen.marks().size());
        assertThat(last.recordVersion()).as(what).isEqualTo(seen.recordVersion() + 1);
      }
      case CREATE -> {
        assertThat(seen.marks()).as(what).hasSizeLessThanOrEqualTo(1);
        assertThat(seen.currentRun().isPresent()).as(what).isEqualTo(!seen.marks().isEmpty());
        seen.currentRun().ifPresent(run -> assertThat(last.currentRun()).as(what).contains(run));
      }
      case ADD_TASKS, CREATE_MATCHING_TASKS -> {
        // The marks say it all.
      }
    }
  }

  private static String describe(Exploration exploration) {
    return exploration.describe()
        + IntStream.range(0, exploration.endings().size())
            .mapToObj(place -> "\n  ending " + place + ": " + exploration.endings().get(place))
            .reduce("", String::concat);
  }
}
