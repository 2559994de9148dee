// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.session;

import dev.fencepost.dsql.simulator.internal.sql.Statement;
import dev.fencepost.dsql.simulator.internal.wire.ErrorFields;
import dev.fencepost.dsql.simulator.internal.wire.Message;
import java.io.IOException;

/** BEGIN, COMMIT and ROLLBACK. */
final class ControlStatements {

  private final TransactionSession session;
  private final Commits commits;

  ControlStatements(TransactionSession session, Commits commits) {
    this.session = session;
    this.commits = commits;
  }

  Answer answer(Statement.Control control) throws IOException, SqlFailure {
    Transaction running = session.transaction().orElse(null);
    return switch (control.action()) {
      case BEGIN, START_TRANSACTION -> begin(control, Transaction.Form.BLOCK);
      case BEGIN_READ_ONLY, START_TRANSACTION_READ_ONLY ->
          begin(control, Transaction.Form.READ_ONLY_BLOCK);
      case COMMIT -> {
        if (running == null) {
          yield outside(control);
        }
        if (running.aborted) {
          commits.rollback(running);
          yield Answer.tagged(Statement.ControlAction.ROLLBACK.tag());
        }
        commits.commit(running);
        yield Answer.tagged(control.action().tag());
      }
      case ROLLBACK -> {
        if (running == null) {
          yield outside(control);
        }
        commits.rollback(running);
        yield Answer.tagged(control.action().tag());
      }
    };
  }

  private Answer begin(Statement.Control control, Transaction.Form form) throws SqlFailure {
    Transaction running = session.transaction().orElse(null);
    if (running == null) {
      session.begin(form);
      return Answer.tagged(control.action().tag());
    }
    if (running.aborted) {
      throw SqlFailure.aborted();
    }
    if (!running.isBlock()) {
      running.become(form);
      return Answer.tagged(control.action().tag());
    }
    return Answer.tagged(
        control.action().tag(), warning("25001", "there is already a transaction in progress"));
  }

  private static Answer outside(Statement.Control control) {
    return Answer.tagged(
        control.action().tag(), warning("25P01", "there is no transaction in progress"));
  }

  private static Message warning(String sqlState, String text) {
    return ErrorFields.warning(sqlState, text).asNotice();
  }
}
