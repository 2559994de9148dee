// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.fault;

/** What befalls a commit. */
public enum CommitFault {
  NONE,
  CONFLICT,
  CUT_BEFORE,
  CUT_WHILE,
  CUT_AFTER
}
