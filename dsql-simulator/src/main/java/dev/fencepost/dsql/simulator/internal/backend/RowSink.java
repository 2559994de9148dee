// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.backend;

import java.io.IOException;

/** Takes the rows of an answer as they come. */
@FunctionalInterface
public interface RowSink {

  /** Takes the body of a DataRow. */
  void row(byte[] body) throws IOException;
}
