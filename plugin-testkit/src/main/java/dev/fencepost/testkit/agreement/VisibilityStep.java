// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.agreement;

import dev.fencepost.spi.execution.ExecutionStatus;

/**
 * One step on the visibility records of one namespace.
 *
 * @param operation what to call
 * @param run which of six runs, two for each workflow id
 * @param version the version of the record
 * @param status the status of the record
 * @param second when the run started, and how long after it closed
 */
record VisibilityStep(
    Operation operation, int run, int version, ExecutionStatus status, int second) {

  enum Operation {
    UPSERT,
    DELETE
  }
}
