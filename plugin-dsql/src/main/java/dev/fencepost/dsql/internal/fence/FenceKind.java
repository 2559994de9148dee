// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.internal.fence;

/** How a fenced write enters the conflict footprint of its fence. */
public enum FenceKind {
  /** It updates the counter of its stripe. */
  CAS,
  /** It locks stripe 0 FOR KEY SHARE. */
  KEY_SHARE
}
