// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.conformance;

import java.util.UUID;

/** A fenced write that leaves a transfer task with a mark, by which it is found again. */
interface MarkedWrite {

  /** Writes once more. */
  void write(UUID mark);
}
