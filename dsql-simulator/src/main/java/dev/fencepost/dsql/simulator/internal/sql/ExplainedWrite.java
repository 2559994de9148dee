// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.sql;

import java.util.Optional;

/** EXPLAIN ANALYZE of a write, which executes it. */
record ExplainedWrite(String text) implements Statement.Write {

  @Override
  public String reporting() {
    return text;
  }

  @Override
  public String verb() {
    return "EXPLAIN";
  }

  @Override
  public boolean returnsRows() {
    return true;
  }

  @Override
  public Optional<String> asSelect() {
    return Optional.empty();
  }
}
