// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.demo.workload;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;

/** A workflow that stays open until it is told to go on. */
public interface Gated {

  /** Lets the workflow end. */
  @SignalMethod
  void proceed();

  /** What the workflow is doing. */
  @QueryMethod
  String stage();
}
