// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.frontend;

import static dev.fencepost.engine.internal.frontend.Requests.requireLength;
import static dev.fencepost.engine.internal.frontend.Requests.requireName;
import static dev.fencepost.engine.internal.frontend.Requests.requireTaskQueue;
import static dev.fencepost.engine.internal.frontend.Requests.requireTimeout;

import com.google.protobuf.util.Durations;
import dev.fencepost.engine.internal.rpc.ServiceErrors;
import io.temporal.api.common.v1.RetryPolicy;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.api.workflowservice.v1.SignalWithStartWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionRequest;

/** What a request that starts a workflow must keep to. */
final class StartRules {

  private StartRules() {}

  static void check(StartWorkflowExecutionRequest request) {
    requireName("workflow_id", request.getWorkflowId());
    requireName("workflow_type.name", request.getWorkflowType().getName());
    requireTaskQueue(request.getTaskQueue());
    requireLength("request_id", request.getRequestId());
    requireLength("identity", request.getIdentity());
    requireTimeout("workflow_execution_timeout", request.getWorkflowExecutionTimeout());
    requireTimeout("workflow_run_timeout", request.getWorkflowRunTimeout());
    requireTimeout("workflow_task_timeout", request.getWorkflowTaskTimeout());
    requireTimeout("workflow_start_delay", request.getWorkflowStartDelay());
    if (request.hasRetryPolicy()) {
      checkRetryPolicy(request.getRetryPolicy());
    }
    checkPolicies(request.getWorkflowIdReusePolicy(), request.getWorkflowIdConflictPolicy());
    if (!request.getCronSchedule().isEmpty()
        && Durations.isPositive(request.getWorkflowStartDelay())) {
      throw ServiceErrors.invalidArgument(
          "cron_schedule and workflow_start_delay can't be used together");
    }
    if (request.getCompletionCallbacksCount() > 0) {
      throw notServed("completion_callbacks");
    }
    if (request.hasVersioningOverride()) {
      throw notServed("versioning_override");
    }
    if (request.hasTimeSkippingConfig()) {
      throw notServed("time_skipping_config");
    }
  }

  static void check(SignalWithStartWorkflowExecutionRequest request) {
    requireName("workflow_id", request.getWorkflowId());
    requireName("workflow_type.name", request.getWorkflowType().getName());
    requireTaskQueue(request.getTaskQueue());
    requireName("signal_name", request.getSignalName());
    requireLength("request_id", request.getRequestId());
    requireLength("identity", request.getIdentity());
    requireTimeout("workflow_execution_timeout", request.getWorkflowExecutionTimeout());
    requireTimeout("workflow_run_timeout", request.getWorkflowRunTimeout());
    requireTimeout("workflow_task_timeout", request.getWorkflowTaskTimeout());
    requireTimeout("workflow_start_delay", request.getWorkflowStartDelay());
    if (request.hasRetryPolicy()) {
      checkRetryPolicy(request.getRetryPolicy());
    }
    checkPolicies(request.getWorkflowIdReusePolicy(), request.getWorkflowIdConflictPolicy());
    if (request.getWorkflowIdConflictPolicy()
        == WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_FAIL) {
      throw ServiceErrors.invalidArgument(
          "workflow_id_conflict_policy can't be FAIL here: a running workflow is signalled");
    }
    if (request.hasVersioningOverride()) {
      throw notServed("versioning_override");
    }
    if (request.hasTimeSkippingConfig()) {
      throw notServed("time_skipping_config");
    }
  }

  private static void checkRetryPolicy(RetryPolicy policy) {
    requireTimeout("retry_policy.initial_interval", policy.getInitialInterval());
    requireTimeout("retry_policy.maximum_interval", policy.getMaximumInterval());
    double coefficient = policy.getBackoffCoefficient();
    if (Double.isNaN(coefficient) || (coefficient != 0 && coefficient < 1)) {
      throw ServiceErrors.invalidArgument(
          "retry_policy.backoff_coefficient must be at least 1, but is " + coefficient);
    }
    if (policy.getMaximumAttempts() < 0) {
      throw ServiceErrors.invalidArgument(
          "retry_policy.maximum_attempts must not be negative, but is "
              + policy.getMaximumAttempts());
    }
    if (Durations.isPositive(policy.getMaximumInterval())
        && Durations.compare(policy.getMaximumInterval(), policy.getInitialInterval()) < 0) {
      throw ServiceErrors.invalidArgument(
          "retry_policy.maximum_interval must not be shorter than retry_policy.initial_interval");
    }
  }

  private static void checkPolicies(
      WorkflowIdReusePolicy reuse, WorkflowIdConflictPolicy conflict) {
    if (reuse == WorkflowIdReusePolicy.UNRECOGNIZED) {
      throw ServiceErrors.invalidArgument("workflow_id_reuse_policy is unknown");
    }
    if (conflict == WorkflowIdConflictPolicy.UNRECOGNIZED) {
      throw ServiceErrors.invalidArgument("workflow_id_conflict_policy is unknown");
    }
    if (isTerminateIfRunning(reuse)
        && conflict != WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_UNSPECIFIED) {
      throw ServiceErrors.invalidArgument(
          "workflow_id_reuse_policy TERMINATE_IF_RUNNING can't be used together with"
              + " workflow_id_conflict_policy");
    }
  }

  @SuppressWarnings("deprecation") // clients still send it
  private static boolean isTerminateIfRunning(WorkflowIdReusePolicy reuse) {
    return reuse == WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_TERMINATE_IF_RUNNING;
  }

  private static RuntimeException notServed(String field) {
    return ServiceErrors.unimplemented("fencepost does not serve " + field + " yet");
  }
}
