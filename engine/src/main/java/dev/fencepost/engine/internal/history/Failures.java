// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import dev.fencepost.engine.internal.rpc.ErrorMapping;
import dev.fencepost.engine.internal.rpc.ServiceErrors;
import dev.fencepost.engine.internal.workflow.Rejection;
import dev.fencepost.spi.error.PersistenceException;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.ResourceExhaustedCause;
import io.temporal.api.enums.v1.ResourceExhaustedScope;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what goes wrong inside the history service into what its callers are told. */
final class Failures {

  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  /** Makes a call whose only failures are gRPC statuses. */
  static <T> T translated(Supplier<T> call) {
    try {
      return call.get();
    } catch (StatusRuntimeException status) {
      throw status;
    } catch (Rejection rejection) {
      throw of(rejection);
    } catch (PersistenceException failure) {
      throw ErrorMapping.toStatus(failure);
    } catch (RuntimeException failure) {
      LOG.error("a call of the history service failed", failure);
      throw ServiceErrors.internal("internal error: " + failure.getMessage());
    }
  }

  static StatusRuntimeException of(Rejection rejection) {
    String message = String.valueOf(rejection.getMessage());
    return switch (rejection.reason()) {
      case INVALID_ARGUMENT -> ServiceErrors.invalidArgument(message);
      case WORKFLOW_COMPLETED,
          WORKFLOW_TASK_NOT_FOUND,
          ACTIVITY_NOT_FOUND,
          INITIATED_EVENT_NOT_FOUND ->
          ServiceErrors.notFound(message);
      case WORKFLOW_TASK_ALREADY_STARTED, ACTIVITY_ALREADY_STARTED ->
          ServiceErrors.taskAlreadyStarted(message);
      case WORKFLOW_CLOSING ->
          ServiceErrors.resourceExhausted(
              ResourceExhaustedCause.RESOURCE_EXHAUSTED_CAUSE_BUSY_WORKFLOW,
              ResourceExhaustedScope.RESOURCE_EXHAUSTED_SCOPE_NAMESPACE,
              message);
      // Clients repeat what is RESOURCE_EXHAUSTED, but a run that is full stays full.
      case LIMIT_EXCEEDED -> ServiceErrors.invalidArgument(message);
    };
  }
}
