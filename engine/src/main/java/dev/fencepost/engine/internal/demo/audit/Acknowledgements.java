// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.demo.audit;

import com.google.protobuf.ByteString;
import dev.fencepost.engine.internal.demo.workload.Ledger.Attempt;
import dev.fencepost.engine.internal.demo.workload.Ledger.Effect;
import io.temporal.api.workflowservice.v1.PollActivityTaskQueueResponse;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the engine acknowledged to workers: completions of activities that must never be lost. Safe
 * for use by many threads.
 */
public final class Acknowledgements {

  private final Map<ByteString, Attempt> handedOut = new ConcurrentHashMap<>();
  private final Set<Attempt> completions = ConcurrentHashMap.newKeySet();

  /** A task was handed to a worker. */
  public void recordHandedOut(PollActivityTaskQueueResponse task) {
    if (task.getTaskToken().isEmpty()) {
      return;
    }
    Effect effect =
        new Effect(
            task.getWorkflowExecution().getWorkflowId(),
            task.getWorkflowExecution().getRunId(),
            task.getActivityId());
    handedOut.put(task.getTaskToken(), new Attempt(effect, task.getAttempt()));
  }

  /** The completion of a task was answered with OK. */
  public void recordCompletion(ByteString taskToken) {
    Attempt attempt = handedOut.get(taskToken);
    if (attempt == null) {
      throw new IllegalStateException("a task was completed that was never handed out");
    }
    completions.add(attempt);
  }

  /** The attempts whose completion was acknowledged. */
  public Set<Attempt> completions() {
    return Set.copyOf(completions);
  }
}
