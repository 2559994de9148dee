// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.demo.workload;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.ArrayList;
import java.util.List;

/** Signals and queries: ends when enough people have approved. */
@WorkflowInterface
public interface ApprovalWorkflow extends Gated {

  /** How many approvals are needed. */
  int NEEDED = 3;

  /** Waits for the approvals and for being told to go on. */
  @WorkflowMethod(name = "Approval")
  String run(int number);

  /** One approval. */
  @SignalMethod
  void approve(String who);

  /** Who has approved so far, in order. */
  @QueryMethod
  List<String> approvals();

  /** How it is done. */
  final class Run implements ApprovalWorkflow {

    private final List<String> approvals = new ArrayList<>();
    private final Gate gate = new Gate();

    @Override
    public String run(int number) {
      gate.enter("collecting approvals");
      Workflow.await(() -> approvals.size() >= NEEDED);
      gate.await();
      return approvals.stream().sorted().toList().toString();
    }

    @Override
    public void approve(String who) {
      approvals.add(who);
    }

    @Override
    public List<String> approvals() {
      return List.copyOf(approvals);
    }

    @Override
    public void proceed() {
      gate.open();
    }

    @Override
    public String stage() {
      return gate.stage();
    }
  }
}
