// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

/** What a heartbeating activity is told. */
public enum HeartbeatOutcome {
  /** Go on. */
  CONTINUE,
  /** The workflow has asked the activity to cancel. */
  CANCEL_REQUESTED
}
