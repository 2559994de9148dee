// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.demo.workload;

import io.temporal.workflow.Workflow;

/** The state of a {@link Gated} workflow. Used by its one thread. */
final class Gate {

  private boolean open;
  private String stage = "started";

  Gate() {
    this(false);
  }

  Gate(boolean open) {
    this.open = open;
  }

  void open() {
    open = true;
  }

  boolean isOpen() {
    return open;
  }

  String stage() {
    return stage;
  }

  void await() {
    enter("waiting to proceed");
    Workflow.await(() -> open);
    enter("proceeding");
  }

  void enter(String newStage) {
    stage = newStage;
  }
}
