// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.execution;

/** The rule that all runs of one write belong to one workflow id. */
final class SameWorkflow {

  private SameWorkflow() {}

  static void require(WorkflowKey first, WorkflowKey second) {
    if (!first.namespaceId().equals(second.namespaceId())
        || !first.workflowId().equals(second.workflowId())) {
      throw new IllegalArgumentException(
          "the runs of one write belong to one workflow id, not to "
              + first.workflowId()
              + " and "
              + second.workflowId());
    }
  }
}
