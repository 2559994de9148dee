// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql;

/** How a fenced write enters the conflict footprint of its fence. */
public enum FenceChoice {
  /** It updates a stripe of the fence. */
  CAS,
  /** It locks the fence's row FOR KEY SHARE. */
  KEY_SHARE,
  /** KEY_SHARE if a probe at start shows that the lock conflicts with a take-over, else CAS. */
  AUTO
}
