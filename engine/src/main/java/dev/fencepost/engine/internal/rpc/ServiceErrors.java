// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.rpc;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.rpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.temporal.api.enums.v1.ResourceExhaustedCause;
import io.temporal.api.enums.v1.ResourceExhaustedScope;
import io.temporal.api.errordetails.v1.CancellationAlreadyRequestedFailure;
import io.temporal.api.errordetails.v1.NamespaceAlreadyExistsFailure;
import io.temporal.api.errordetails.v1.NamespaceNotFoundFailure;
import io.temporal.api.errordetails.v1.NotFoundFailure;
import io.temporal.api.errordetails.v1.QueryFailedFailure;
import io.temporal.api.errordetails.v1.ResourceExhaustedFailure;
import io.temporal.api.errordetails.v1.WorkflowExecutionAlreadyStartedFailure;
import io.temporal.api.errordetails.v1.WorkflowNotReadyFailure;
import io.temporal.api.failure.v1.Failure;

/**
 * Makes the errors that cross the engine's seams and reach its clients: a gRPC status with
 * Temporal's details, where SDKs look for them.
 */
public final class ServiceErrors {

  private ServiceErrors() {}

  /** INVALID_ARGUMENT: the request can't be right. */
  public static StatusRuntimeException invalidArgument(String message) {
    return plain(Code.INVALID_ARGUMENT, message);
  }

  /** FAILED_PRECONDITION: the request is right but not now. */
  public static StatusRuntimeException failedPrecondition(String message) {
    return plain(Code.FAILED_PRECONDITION, message);
  }

  /** NOT_FOUND: no such workflow, task or activity, or not any more. */
  public static StatusRuntimeException notFound(String message) {
    return detailed(Code.NOT_FOUND, message, NotFoundFailure.getDefaultInstance());
  }

  /** NOT_FOUND: no such namespace. */
  public static StatusRuntimeException namespaceNotFound(String namespace) {
    return detailed(
        Code.NOT_FOUND,
        "Namespace " + namespace + " is not found.",
        NamespaceNotFoundFailure.newBuilder().setNamespace(namespace).build());
  }

  /** ALREADY_EXISTS: the namespace's name is taken. */
  public static StatusRuntimeException namespaceAlreadyExists(String namespace) {
    return detailed(
        Code.ALREADY_EXISTS,
        "Namespace " + namespace + " already exists.",
        NamespaceAlreadyExistsFailure.getDefaultInstance());
  }

  /** ALREADY_EXISTS: somebody else has the task; matching drops it. */
  public static StatusRuntimeException taskAlreadyStarted(String message) {
    return plain(Code.ALREADY_EXISTS, message);
  }

  /**
   * ALREADY_EXISTS: the workflow id may not be used again.
   *
   * @param message why not
   * @param startRequestId the request that started the run in the way
   * @param runId the run in the way
   */
  public static StatusRuntimeException workflowAlreadyStarted(
      String message, String startRequestId, String runId) {
    return detailed(
        Code.ALREADY_EXISTS,
        message,
        WorkflowExecutionAlreadyStartedFailure.newBuilder()
            .setStartRequestId(startRequestId)
            .setRunId(runId)
            .build());
  }

  /** ALREADY_EXISTS: the run was asked to cancel before. */
  public static StatusRuntimeException cancellationAlreadyRequested(String message) {
    return detailed(
        Code.ALREADY_EXISTS, message, CancellationAlreadyRequestedFailure.getDefaultInstance());
  }

  /** INVALID_ARGUMENT: the worker could not answer the query. */
  public static StatusRuntimeException queryFailed(String message, Failure failure) {
    return detailed(
        Code.INVALID_ARGUMENT,
        message,
        QueryFailedFailure.newBuilder().setFailure(failure).build());
  }

  /** FAILED_PRECONDITION: the workflow can't be asked anything yet. */
  public static StatusRuntimeException workflowNotReady(String message) {
    return detailed(
        Code.FAILED_PRECONDITION, message, WorkflowNotReadyFailure.getDefaultInstance());
  }

  /** RESOURCE_EXHAUSTED: a limit is reached. */
  public static StatusRuntimeException resourceExhausted(
      ResourceExhaustedCause cause, ResourceExhaustedScope scope, String message) {
    return detailed(
        Code.RESOURCE_EXHAUSTED,
        message,
        ResourceExhaustedFailure.newBuilder().setCause(cause).setScope(scope).build());
  }

  /** UNAVAILABLE: surely nothing was done; the caller may try again. */
  public static StatusRuntimeException unavailable(String message) {
    return plain(Code.UNAVAILABLE, message);
  }

  /** UNAVAILABLE: this process does not own the shard; nothing was done. */
  public static StatusRuntimeException shardMoved(int shardId) {
    return unavailable("shard moved: shard " + shardId + " is not owned by this process");
  }

  /** UNAVAILABLE: this process does not own the task queue; nothing was done. */
  public static StatusRuntimeException taskQueueMoved(String taskQueue) {
    return unavailable("task queue moved: " + taskQueue + " is not owned by this process");
  }

  /** DEADLINE_EXCEEDED: it took too long; it may still have happened. */
  public static StatusRuntimeException deadlineExceeded(String message) {
    return plain(Code.DEADLINE_EXCEEDED, message);
  }

  /** UNIMPLEMENTED: the engine does not do this. */
  public static StatusRuntimeException unimplemented(String message) {
    return plain(Code.UNIMPLEMENTED, message);
  }

  /** INTERNAL: a bug of the engine or data it can't read. */
  public static StatusRuntimeException internal(String message) {
    return plain(Code.INTERNAL, message);
  }

  /** Whether the error has the code. */
  public static boolean is(StatusRuntimeException error, Code code) {
    return error.getStatus().getCode() == code;
  }

  private static StatusRuntimeException plain(Code code, String message) {
    return StatusProto.toStatusRuntimeException(
        Status.newBuilder().setCode(code.value()).setMessage(message).build());
  }

  private static StatusRuntimeException detailed(Code code, String message, Message detail) {
    return StatusProto.toStatusRuntimeException(
        Status.newBuilder()
            .setCode(code.value())
            .setMessage(message)
            .addDetails(Any.pack(detail))
            .build());
  }
}
