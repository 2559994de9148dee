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

  /** The status of a storage's answer. */
  public static StatusRuntimeException toStatus(PersistenceException failure) {
    return switch (failure) {
      case Unavailable unavailable ->
          ServiceErrors.unavailable("the database is unavailable: " + unavailable.summary());
      // the client repeats it with the same request id and finds out
      case OutcomeUnknown unknown ->
          ServiceErrors.unavailable(
              "the database did not say whether it was done: " + unknown.summary());
      case OwnershipLost lost -> ServiceErrors.unavailable("moved: " + lost.getMessage());
      case ConditionFailed overtaken ->
          ServiceErrors.unavailable("overtaken by another change: " + overtaken.getMessage());
      case LimitExceeded limit ->
          ServiceErrors.invalidArgument(
              limit.limit() + " is at most " + limit.value() + ", not " + limit.actual());
      case InvalidRequest invalid ->
          ServiceErrors.invalidArgument(String.valueOf(invalid.getMessage()));
      case NotFound missing -> ServiceErrors.notFound(String.valueOf(missing.getMessage()));
      case AlreadyExists taken ->
          new StatusRuntimeException(Status.ALREADY_EXISTS.withDescription(taken.getMessage()));
      case Unsupported bug -> ServiceErrors.internal(String.valueOf(bug.getMessage()));
      case SchemaMismatch mismatch -> ServiceErrors.failedPrecondition(mismatch.summary());
    };
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
