// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.bench.internal;

import dev.fencepost.bench.internal.RunUnderUpdate.Payload;
import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.execution.CurrentHandling;
import dev.fencepost.spi.execution.ExecutionInfo;
import dev.fencepost.spi.execution.ExecutionMutation;
import dev.fencepost.spi.execution.ExecutionState;
import dev.fencepost.spi.execution.ExecutionStatus;
import dev.fencepost.spi.execution.UpdateExecution;
import dev.fencepost.spi.history.HistoryAppend;
import dev.fencepost.spi.history.HistoryNode;
import dev.fencepost.spi.task.ImmediateTask;
import dev.fencepost.spi.task.TaskCategory;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The update as an engine makes it. */
final class SpiContender implements Contender {

  private final Persistence persistence;
  private final Payload payload;

  SpiContender(Persistence persistence, Payload payload) {
    this.persistence = persistence;
    this.payload = payload;
  }

  @Override
  public void update(RunUnderUpdate run) {
    long transactionId = run.newTaskId();
    ExecutionInfo info =
        new ExecutionInfo(
            Seed.CREATE_REQUEST_ID,
            ExecutionState.RUNNING,
            ExecutionStatus.RUNNING,
            run.startTime(),
            0,
            run.nextEventId() + RunUnderUpdate.EVENTS,
            payload.state());
    HistoryAppend append =
        new HistoryAppend(
            run.branch(),
            new HistoryNode(
                run.nextEventId(), transactionId, run.lastTransactionId(), payload.events()),
            Optional.empty());
    persistence
        .executions()
        .update(
            new UpdateExecution(
                run.fence(),
                UUID.randomUUID(),
                CurrentHandling.UPDATE_CURRENT,
                new ExecutionMutation(
                    run.key(),
                    run.recordVersion(),
                    info,
                    List.of(
                        new ImmediateTask(TaskCategory.TRANSFER, run.newTaskId(), payload.task()))),
                Optional.empty(),
                List.of(append)));
    run.updated(transactionId);
  }

  @Override
  public void close() {
    persistence.close();
  }
}
