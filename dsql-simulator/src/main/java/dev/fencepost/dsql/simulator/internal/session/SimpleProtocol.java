// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.session;

import dev.fencepost.dsql.simulator.internal.backend.Command;
import dev.fencepost.dsql.simulator.internal.sql.Statement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Query: one text, maybe of several statements, which outside of a block are one transaction. */
final class SimpleProtocol {

  private final TransactionSession session;
  private final StatementRunner runner;
  private final ClientOutput out;

  SimpleProtocol(TransactionSession session, StatementRunner runner, ClientOutput out) {
    this.session = session;
    this.runner = runner;
    this.out = out;
  }

  void answer(String sql) throws IOException {
    List<Statement> statements = session.cluster().dialect().read(sql);
    StatementRunner.Company company =
        statements.size() == 1
            ? StatementRunner.Company.ALONE
            : StatementRunner.Company.WITH_OTHERS;
    try {
      for (Statement statement : statements) {
        List<byte[]> rows = new ArrayList<>();
        Answer answer = runner.run(statement, Command.of(statement.text()), company, rows::add);
        if (answer.description().columns().isPresent()) {
          out.columns(answer.description(), List.of());
        }
        for (byte[] row : rows) {
          out.row(row);
        }
        out.complete(answer);
      }
      runner.endImplicit();
    } catch (SqlFailure failed) {
      out.error(failed.fields());
    }
  }
}
