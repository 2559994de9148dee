// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.rpc;

import dev.fencepost.spi.error.AlreadyExists;
import dev.fencepost.spi.error.ConditionFailed;
import dev.fencepost.spi.error.InvalidRequest;
import dev.fencepost.spi.error.LimitExceeded;
import dev.fencepost.spi.error.NotFound;
import dev.fencepost.spi.error.OutcomeUnknown;
import dev.fencepost.spi.error.OwnershipLost;
import dev.fencepost.spi.error.PersistenceException;
import dev.fencepost.spi.error.SchemaMismatch;
import dev.fencepost.spi.error.Unavailable;
import dev.fencepost.spi.error.Unsupported;
import dev.fencepost.spi.fence.Fence;
import dev.fencepost.spi.fence.ShardFence;
import dev.fencepost.spi.fence.TaskQueueFence;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a failure is to a gRPC client. */
public final class ErrorMapping {

  private static final Logger LOG = LoggerFactory.getLogger(ErrorMapping.class);

  private ErrorMapping() {}

  /**
   * The status of a storage's answer. UNAVAILABLE says that nothing was done; where nobody knows it
   * is DEADLINE_EXCEEDED, after which clients repeat the request with its request id and find out.
   */
  public static StatusRuntimeException toStatus(PersistenceException failure) {
    String message = String.valueOf(failure.getMessage());
    return switch (failure) {
      case Unavailable unavailable ->
          ServiceErrors.unavailable("the database is unavailable: " + message);
      case OutcomeUnknown unknown ->
          ServiceErrors.deadlineExceeded(
              "the database did not say whether it was done: " + message);
      case OwnershipLost lost -> ServiceErrors.unavailable(moved(lost.fence()) + message);
      case ConditionFailed overtaken ->
          ServiceErrors.unavailable("overtaken by another change: " + message);
      case LimitExceeded limit ->
          ServiceErrors.invalidArgument(
              limit.limit() + " is at most " + limit.value() + ", not " + limit.actual());
      case InvalidRequest invalid -> ServiceErrors.invalidArgument(message);
      case NotFound missing -> ServiceErrors.notFound(message);
      case AlreadyExists taken ->
          Status.ALREADY_EXISTS.withDescription(message).asRuntimeException();
      case Unsupported bug -> refused(bug);
      case SchemaMismatch mismatch -> refused(mismatch);
    };
  }

  private static String moved(Fence fence) {
    return switch (fence) {
      case ShardFence shard -> "shard moved: ";
      case TaskQueueFence taskQueue -> "task queue moved: ";
    };
  }

  private static StatusRuntimeException refused(PersistenceException failure) {
    LOG.error("the store refused a request", failure);
    return ServiceErrors.internal(String.valueOf(failure.getMessage()));
  }

  /** The status of whatever a method threw. */
  static StatusRuntimeException toStatus(MethodDescriptor<?, ?> method, Throwable failure) {
    return switch (failure) {
      case StatusRuntimeException status -> status;
      case StatusException status ->
          new StatusRuntimeException(status.getStatus(), status.getTrailers());
      case PersistenceException persistence -> {
        LOG.debug("{} failed in the database", method.getBareMethodName(), persistence);
        yield toStatus(persistence);
      }
      case CancellationException gone ->
          new StatusRuntimeException(Status.CANCELLED.withDescription("the call was canceled"));
      default -> {
        LOG.error("{} failed", method.getBareMethodName(), failure);
        yield ServiceErrors.internal(
            method.getBareMethodName()
                + " failed: "
                + failure.getClass().getSimpleName()
                + ": "
                + failure.getMessage());
      }
    };
  }

  /** Whether the failure is an UNAVAILABLE that says that nothing was done. */
  static boolean nothingDone(Throwable failure) {
    return switch (failure) {
      case StatusRuntimeException status ->
          status.getStatus().getCode() == Status.Code.UNAVAILABLE
              && status.getStatus().getCause() == null;
      case PersistenceException persistence -> !(persistence instanceof OutcomeUnknown);
      default -> false;
    };
  }
}
