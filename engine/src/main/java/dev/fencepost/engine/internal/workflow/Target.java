// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import io.temporal.api.enums.v1.WorkflowTaskFailedCause;
import java.util.UUID;

/**
 * The workflow a command is aimed at.
 *
 * @param context the context of the transition
 */
record Target(TransitionContext context) {

  /** The namespace a command names, or the run's own. */
  String namespace(String named) {
    return named.isEmpty() ? context.namespace().name() : named;
  }

  /** Its id, empty if there is no such namespace: who carries the command out reports that. */
  String namespaceId(String named) {
    return named.isEmpty() || named.equals(context.namespace().name())
        ? context.namespace().id()
        : context.namespaces().idOf(named).orElse("");
  }

  void requireRunId(WorkflowTaskFailedCause cause, String runId) {
    if (runId.isEmpty()) {
      return;
    }
    try {
      UUID.fromString(runId);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.of(cause, "Invalid RunId set on command: " + runId);
    }
  }
}
