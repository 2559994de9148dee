// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.session;

import dev.fencepost.dsql.simulator.CommitCut;
import dev.fencepost.dsql.simulator.internal.fault.FaultPlan;
import dev.fencepost.dsql.simulator.internal.sql.Statement;
import java.time.Duration;
import java.util.Locale;

/** {@code CALL sys.simulator_fault('name', 'value')}: the simulator's own procedure. */
final class FaultCalls {

  private static final String CALL = "call sys.simulator_fault(";

  private final FaultPlan faults;

  FaultCalls(FaultPlan faults) {
    this.faults = faults;
  }

  boolean isMeant(Statement.Call call) {
    return call.text().toLowerCase(Locale.ROOT).startsWith(CALL);
  }

  Answer answer(Statement.Call call) throws SqlFailure {
    String text = call.text();
    String[] arguments =
        text.substring(CALL.length(), Math.max(CALL.length(), text.lastIndexOf(')')))
            .replace("'", "")
            .split(",", 2);
    String name = arguments[0].strip();
    String value = arguments.length > 1 ? arguments[1].strip() : "";
    try {
      plan(name, value);
    } catch (IllegalArgumentException wrong) {
      throw new SqlFailure("22023", "can't plan the fault " + name + ": " + wrong.getMessage());
    }
    return Answer.tagged("CALL");
  }

  private void plan(String name, String value) {
    switch (name) {
      case "fail-commit" -> faults.failCommit(Integer.parseInt(value));
      case "fail-commits" -> faults.failCommits(Double.parseDouble(value));
      case "cut-before" -> faults.cutCommit(Integer.parseInt(value), CommitCut.BEFORE);
      case "cut-while" -> faults.cutCommit(Integer.parseInt(value), CommitCut.WHILE);
      case "cut-after" -> faults.cutCommit(Integer.parseInt(value), CommitCut.AFTER);
      case "delay-statements" -> faults.delayStatements(Duration.ofMillis(Long.parseLong(value)));
      case "delay-commits" -> faults.delayCommits(Duration.ofMillis(Long.parseLong(value)));
      case "clear" -> faults.clear();
      default -> throw new IllegalArgumentException("there is no such fault");
    }
  }
}
