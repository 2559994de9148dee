// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.demo.workload;

import java.util.Locale;

/** The types of workflows, in the order they are started. */
public enum WorkflowKind {
  /** Activities with retries. */
  ORDER("Order"),
  /** Timers. */
  REMINDER("Reminder"),
  /** Signals and queries. */
  APPROVAL("Approval"),
  /** A child workflow. */
  SHIPMENT("Shipment"),
  /** Continue-as-new. */
  BATCH("Batch"),
  /** A saga that compensates. */
  TRIP("Trip");

  private final String typeName;

  WorkflowKind(String typeName) {
    this.typeName = typeName;
  }

  /** The kind of the workflow of a number. */
  public static WorkflowKind of(int number) {
    return values()[number % values().length];
  }

  /** The name of the workflow type. */
  public String typeName() {
    return typeName;
  }

  /** The id of the workflow of a number. */
  public String workflowId(int number) {
    return typeName.toLowerCase(Locale.ROOT) + "-" + number;
  }
}
