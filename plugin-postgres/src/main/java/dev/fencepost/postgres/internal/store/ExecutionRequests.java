// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.store;

import dev.fencepost.spi.error.InvalidRequest;
import dev.fencepost.spi.execution.ExecutionInfo;
import dev.fencepost.spi.execution.ExecutionMutation;
import dev.fencepost.spi.execution.ExecutionSnapshot;
import dev.fencepost.spi.execution.WorkflowKey;
import dev.fencepost.spi.history.HistoryAppend;
import dev.fencepost.spi.task.HistoryTask;
import dev.fencepost.spi.task.ScheduledTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks of what a request asks to store of runs, tasks and history. */
final class ExecutionRequests {

  private static final int LONGEST_REQUEST_ID = 255;
  private static final int LONGEST_INFORMATION = 1_000;

  private final Requests requests;

  ExecutionRequests(Requests requests) {
    this.requests = requests;
  }

  void require(WorkflowKey key) {
    requests.requireWorkflow(key);
  }

  void require(ExecutionMutation mutation) {
    require(mutation.key());
    require(mutation.info());
    requireTasks(mutation.tasks());
  }

  void require(ExecutionSnapshot snapshot) {
    require(snapshot.key());
    require(snapshot.info());
    requireTasks(snapshot.tasks());
  }

  void requireTasks(List<? extends HistoryTask> tasks) {
    for (HistoryTask task : tasks) {
      requests.requireBlob(task.payload());
      if (task instanceof ScheduledTask scheduled) {
        requests.requireTime("fireTime", scheduled.fireTime());
      }
    }
  }

  void requireAppends(List<HistoryAppend> appends) {
    for (HistoryAppend append : appends) {
      requests.requireBlob(append.node().events());
      append
          .newBranch()
          .ifPresent(
              information ->
                  requests.requireText("newBranch", information, 0, LONGEST_INFORMATION));
    }
  }

  static List<HistoryTask> tasks(
      List<ExecutionMutation> mutations, Optional<ExecutionSnapshot> newRun) {
    if (mutations.size() == 1 && newRun.isEmpty()) {
      return mutations.getFirst().tasks();
    }
    List<HistoryTask> tasks = new ArrayList<>();
    mutations.forEach(mutation -> tasks.addAll(mutation.tasks()));
    newRun.ifPresent(run -> tasks.addAll(run.tasks()));
    return tasks;
  }

  private void require(ExecutionInfo info) {
    requests.requireText("createRequestId", info.createRequestId(), 0, LONGEST_REQUEST_ID);
    requests.requireTime("startTime", info.startTime());
    requests.requireBlob(info.mutableState());
    if (info.nextEventId() < 1) {
      throw new InvalidRequest(
          "nextEventId is at least 1",
          Map.of("field", "nextEventId", "actual", info.nextEventId()));
    }
  }
}
