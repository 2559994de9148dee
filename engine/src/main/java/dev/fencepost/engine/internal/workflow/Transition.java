// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import static java.util.Objects.requireNonNull;

import dev.fencepost.engine.v1.MutableState;
import dev.fencepost.engine.v1.TransferTask;
import dev.fencepost.engine.v1.VisibilityTask;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is to be persisted in one transaction after a run has moved on.
 *
 * <p>The state tells the rest: {@code next_event_id}, {@code state} and {@code status}, {@code
 * start_time}, {@code close_time}, {@code version} (the last write version), {@code
 * create_request_id}, {@code new_run_id}.
 *
 * @param previous the state the transition began with, empty for a new run
 * @param state the state it ended with
 * @param batches events to append, in order
 * @param transferTasks work to do at once, in order
 * @param timers work to do at a time
 * @param visibilityTasks changes of the visibility store, in order
 * @param newRun the run that continues this one, new itself; it becomes current
 */
public record Transition(
    Optional<MutableState> previous,
    MutableState state,
    List<EventBatch> batches,
    List<TransferTask> transferTasks,
    List<ScheduledTimer> timers,
    List<VisibilityTask> visibilityTasks,
    Optional<Transition> newRun) {

  /** Copies the lists. */
  public Transition {
    requireNonNull(previous, "previous is null");
    requireNonNull(state, "state is null");
    batches = List.copyOf(batches);
    transferTasks = List.copyOf(transferTasks);
    timers = List.copyOf(timers);
    visibilityTasks = List.copyOf(visibilityTasks);
    requireNonNull(newRun, "newRun is null");
  }

  /**
   * This transition and one that was made from the state it left, as one: what is to be persisted
   * of both in one transaction.
   */
  public Transition then(Transition next) {
    return new Transition(
        previous,
        next.state,
        joined(batches, next.batches),
        joined(transferTasks, next.transferTasks),
        joined(timers, next.timers),
        joined(visibilityTasks, next.visibilityTasks),
        next.newRun.or(() -> newRun));
  }

  private static <T> List<T> joined(List<T> first, List<T> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  /** Whether nothing has happened: there is nothing to persist. */
  public boolean isEmpty() {
    return previous.isPresent()
        && previous.get().getTransitionCount() == state.getTransitionCount();
  }
}
