// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import dev.fencepost.engine.internal.rpc.Deadlines;
import dev.fencepost.engine.internal.rpc.ServiceErrors;
import dev.fencepost.engine.internal.workflow.Rejection;
import dev.fencepost.engine.internal.workflow.SignalRequest;
import dev.fencepost.engine.internal.workflow.StartRequest;
import dev.fencepost.engine.internal.workflow.TerminateRequest;
import dev.fencepost.engine.internal.workflow.Transition;
import dev.fencepost.engine.internal.workflow.TransitionContext;
import dev.fencepost.engine.internal.workflow.WorkflowRun;
import dev.fencepost.engine.v1.MutableState;
import dev.fencepost.engine.v1.ParentInfo;
import dev.fencepost.engine.v1.RunState;
import dev.fencepost.spi.error.ConditionFailed;
import dev.fencepost.spi.execution.CreateExecutionResult;
import dev.fencepost.spi.execution.CreateMode;
import dev.fencepost.spi.execution.CurrentExecution;
import dev.fencepost.spi.execution.ExecutionState;
import dev.fencepost.spi.execution.ExecutionStatus;
import dev.fencepost.spi.execution.WorkflowKey;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionRequest;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Starts runs: one of each request id, one open run of each workflow id, and what the policies of
 * the request say where a run is in the way.
 */
final class WorkflowStarter {

  private static final int ATTEMPTS = 10;
  private static final String SERVICE = "history-service";

  private final Runs runs;

  WorkflowStarter(Runs runs) {
    this.runs = runs;
  }

  /**
   * What to start.
   *
   * @param signal a signal for the run, be it new or open already
   */
  record Wanted(
      String namespaceId,
      StartWorkflowExecutionRequest request,
      Optional<SignalRequest> signal,
      Optional<ParentInfo> parent,
      Optional<WorkflowExecution> root) {

    /** Whether the chain of the run was started by this: the same request, or the same parent's. */
    boolean hasStarted(MutableState state) {
      ParentInfo actual = state.getParent();
      return state.getStartRequestId().equals(request.getRequestId())
          || parent
              .filter(expected -> state.hasParent())
              .filter(expected -> runId(expected).equals(runId(actual)))
              .filter(expected -> expected.getInitiatedEventId() == actual.getInitiatedEventId())
              .isPresent();
    }

    private static String runId(ParentInfo parent) {
      return parent.getExecution().getRunId();
    }

    StartRequest start() {
      return new StartRequest(UUID.randomUUID(), request, parent, root);
    }

    // Deprecated for those who ask; a server still has to obey it.
    @SuppressWarnings("deprecation")
    WorkflowIdConflictPolicy conflictPolicy() {
      if (request.getWorkflowIdReusePolicy()
          == WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_TERMINATE_IF_RUNNING) {
        return WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_TERMINATE_EXISTING;
      }
      if (request.getWorkflowIdConflictPolicy()
          != WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_UNSPECIFIED) {
        return request.getWorkflowIdConflictPolicy();
      }
      return signal.isPresent()
          ? WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING
          : WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_FAIL;
    }
  }

  /**
   * What has come of it.
   *
   * @param started whether this request made the run, now or before
   */
  record Started(String runId, boolean started, WorkflowExecutionStatus status) {

    static Started now(MutableState state) {
      return new Started(state.getRunId(), true, state.getStatus());
    }
  }

  Started start(Wanted wanted) {
    RunReference reference =
        RunReference.of(
            wanted.namespaceId(),
            WorkflowExecution.newBuilder().setWorkflowId(wanted.request().getWorkflowId()).build());
    return runs.on(reference, shard -> start(shard, reference, wanted));
  }

  private static Started start(OwnedShard shard, RunReference reference, Wanted wanted) {
    CreateMode mode = new CreateMode.BrandNew();
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      Transition transition;
      Optional<CreateExecutionResult.CurrentExecutionConflict> conflict;
      try (OwnedShard.Write write = shard.beginWrite()) {
        transition = begin(shard, wanted, write);
        conflict = new RunWriter(shard).create(mode, transition, write);
      }
      if (conflict.isEmpty()) {
        return Started.now(transition.state());
      }
      Optional<CurrentExecution> current = conflict.get().actual();
      mode = new CreateMode.BrandNew();
      if (current.isPresent()) {
        Optional<Started> settled = settle(shard, reference, wanted, current.get());
        if (settled.isPresent()) {
          return settled.get();
        }
        mode = modeAfter(current.get());
      }
    }
    throw ServiceErrors.unavailable(
        "workflow " + reference.workflowId() + " changes too quickly to be started");
  }

  private static Transition begin(OwnedShard shard, Wanted wanted, OwnedShard.Write write) {
    TransitionContext context = new TransitionContexts(shard).ofNewRun(wanted.namespaceId(), write);
    StartRequest request = wanted.start();
    WorkflowRun run =
        wanted
            .signal()
            .map(signal -> WorkflowRun.signalWithStart(request, signal, context))
            .orElseGet(() -> WorkflowRun.start(request, context));
    return run.finish();
  }

  /** What the run in the way makes of the request; empty if it shall be tried (again). */
  private static Optional<Started> settle(
      OwnedShard shard, RunReference reference, Wanted wanted, CurrentExecution current) {
    String runId = current.runId().toString();
    WorkflowExecutionStatus status = status(current.status());
    if (current.createRequestId().equals(wanted.request().getRequestId())) {
      return Optional.of(new Started(runId, true, status));
    }
    Optional<Started> before = startedBefore(shard, reference, wanted, current);
    if (before.isPresent()) {
      return before;
    }
    if (current.state() == ExecutionState.COMPLETED) {
      requireReusable(wanted, current);
      return Optional.empty();
    }
    return switch (wanted.conflictPolicy()) {
      case WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING ->
          attach(shard, reference, wanted, current).map(open -> new Started(runId, false, status));
      case WORKFLOW_ID_CONFLICT_POLICY_TERMINATE_EXISTING ->
          replace(shard, reference, wanted, current);
      case WORKFLOW_ID_CONFLICT_POLICY_UNSPECIFIED,
          WORKFLOW_ID_CONFLICT_POLICY_FAIL,
          UNRECOGNIZED ->
          throw ServiceErrors.workflowAlreadyStarted(
              "Workflow execution is already running. WorkflowId: "
                  + reference.workflowId()
                  + ", RunId: "
                  + runId
                  + ".",
              current.createRequestId(),
              runId);
    };
  }

  /** The run that the same request started before and that has gone on in other runs. */
  private static Optional<Started> startedBefore(
      OwnedShard shard, RunReference reference, Wanted wanted, CurrentExecution current) {
    return new TaskRuns(shard)
        .read(
            new RunReference(
                reference.namespaceId(), reference.workflowId(), Optional.of(current.runId())))
        .filter(state -> wanted.hasStarted(state))
        .map(state -> new Started(state.getFirstRunId(), true, state.getStatus()));
  }

  private static CreateMode modeAfter(CurrentExecution current) {
    return current.state() == ExecutionState.COMPLETED
        ? new CreateMode.UpdateCurrent(current.runId(), current.lastWriteVersion())
        : new CreateMode.BrandNew();
  }

  @SuppressWarnings("deprecation")
  private static void requireReusable(Wanted wanted, CurrentExecution current) {
    boolean reusable =
        switch (wanted.request().getWorkflowIdReusePolicy()) {
          case WORKFLOW_ID_REUSE_POLICY_UNSPECIFIED,
              WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE,
              WORKFLOW_ID_REUSE_POLICY_TERMINATE_IF_RUNNING ->
              true;
          case WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE_FAILED_ONLY ->
              switch (current.status()) {
                case FAILED, CANCELED, TERMINATED, TIMED_OUT -> true;
                case RUNNING, COMPLETED, CONTINUED_AS_NEW -> false;
              };
          case WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE, UNRECOGNIZED -> false;
        };
    if (!reusable) {
      throw ServiceErrors.workflowAlreadyStarted(
          "Workflow execution already finished"
              + (current.status() == ExecutionStatus.COMPLETED ? " successfully" : "")
              + " and its id may not be used again. WorkflowId: "
              + wanted.request().getWorkflowId()
              + ", RunId: "
              + current.runId()
              + ", workflow id reuse policy: "
              + wanted.request().getWorkflowIdReusePolicy()
              + ".",
          current.createRequestId(),
          current.runId().toString());
    }
  }

  /** Joins the open run; empty if it has closed meanwhile. */
  private static Optional<MutableState> attach(
      OwnedShard shard, RunReference reference, Wanted wanted, CurrentExecution current) {
    RunReference open =
        new RunReference(
            reference.namespaceId(), reference.workflowId(), Optional.of(current.runId()));
    try {
      return Optional.of(
          new RunUpdate<Boolean, MutableState>(
                  RunUpdate.Company.TOGETHER,
                  open,
                  (run, before) -> {
                    wanted
                        .signal()
                        .ifPresentOrElse(
                            run::signalAndEndStartDelay, () -> run.attachStart(wanted.request()));
                    return true;
                  },
                  Runs.Changed::state)
              .apply(shard));
    } catch (Rejection rejection) {
      if (rejection.reason() == Rejection.Reason.WORKFLOW_COMPLETED) {
        return Optional.empty();
      }
      throw rejection;
    }
  }

  /**
   * Terminates the open run and starts the new one in one write; empty if it must be tried again.
   */
  private static Optional<Started> replace(
      OwnedShard shard, RunReference reference, Wanted wanted, CurrentExecution current) {
    WorkflowKey key =
        new WorkflowKey(reference.namespaceId(), reference.workflowId(), current.runId());
    RunWriter writer = new RunWriter(shard);
    try (RunCache.Lease lease =
            shard.runs().lock(key, Deadlines.remaining(shard.environment().settings().lockWait()));
        OwnedShard.Write write = shard.beginWrite()) {
      MutableState before = writer.load(lease.run()).state();
      if (before.getState() == RunState.RUN_STATE_COMPLETED) {
        return Optional.empty();
      }
      WorkflowRun open = WorkflowRun.load(before, new TransitionContexts(shard).of(before, write));
      open.terminate(
          new TerminateRequest(
              "TerminateIfRunning WorkflowIdReusePolicy",
              Payloads.getDefaultInstance(),
              SERVICE,
              List.of()));
      Transition next = begin(shard, wanted, write);
      try {
        writer.update(lease.run(), open.finish(), Optional.of(next), write);
      } catch (WriteInDoubt inDoubt) {
        throw new ShardClosed(shard.id(), ShardClosed.Reason.OUTCOME_UNKNOWN);
      }
      lease.run().queries().unblock();
      return Optional.of(Started.now(next.state()));
    } catch (ConditionFailed changed) {
      return Optional.empty();
    }
  }

  private static WorkflowExecutionStatus status(ExecutionStatus status) {
    WorkflowExecutionStatus known = WorkflowExecutionStatus.forNumber(status.code());
    return known == null ? WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_UNSPECIFIED : known;
  }
}
