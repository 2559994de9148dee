// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.session;

import dev.fencepost.dsql.simulator.internal.backend.Command;
import dev.fencepost.dsql.simulator.internal.backend.Description;
import dev.fencepost.dsql.simulator.internal.backend.Reply;
import dev.fencepost.dsql.simulator.internal.backend.RowSink;
import dev.fencepost.dsql.simulator.internal.sql.Statement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Answers a write that can't be executed any more: from the transaction's snapshot, with the count
 * and the rows it would have had there.
 */
final class SnapshotAnswer {

  private final TransactionSession session;

  SnapshotAnswer(TransactionSession session) {
    this.session = session;
  }

  Answer answer(Transaction running, Task task, RowSink rows) throws IOException, SqlFailure {
    if (!(task.statement() instanceof Statement.Write write)) {
      throw SqlFailure.conflict();
    }
    Optional<String> select = write.asSelect();
    if (select.isEmpty()) {
      throw SqlFailure.conflict();
    }
    Command command = task.answering();
    Description description = describe(command);
    Command instead = command.withSql(select.get()).withTypes(description.parameterTypes());
    List<byte[]> answered = new ArrayList<>();
    Reply reply = session.run(List.of(), instead, answered::add);
    if (reply.error().isPresent()) {
      throw new SqlFailure(reply.error().get());
    }
    running.changed = true;
    if (write.returnsRows()) {
      for (byte[] row : answered) {
        rows.row(row);
      }
    }
    String tag =
        switch (write.verb()) {
          case "INSERT" -> "INSERT 0 " + answered.size();
          default -> write.verb() + " " + answered.size();
        };
    return new Answer(description, Optional.of(tag), reply.notices());
  }

  private Description describe(Command command) throws IOException, SqlFailure {
    Reply reply = session.backend().describe(command);
    if (reply.description().isEmpty()) {
      throw SqlFailure.conflict();
    }
    return reply.description().get();
  }
}
