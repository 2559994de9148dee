// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import static java.util.Objects.requireNonNull;

import io.temporal.api.common.v1.WorkflowExecution;

/**
 * The run that signals or cancels another one.
 *
 * @param namespaceId its namespace's id
 * @param namespace its namespace's name
 * @param execution the run
 * @param initiatedEventId the event of it that asked for it
 */
public record ExternalOrigin(
    String namespaceId, String namespace, WorkflowExecution execution, long initiatedEventId) {

  /** Checks that nothing is missing. */
  public ExternalOrigin {
    requireNonNull(namespaceId, "namespaceId is null");
    requireNonNull(namespace, "namespace is null");
    requireNonNull(execution, "execution is null");
  }
}
