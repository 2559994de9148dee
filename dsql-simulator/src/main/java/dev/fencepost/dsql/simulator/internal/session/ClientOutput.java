// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.session;

import dev.fencepost.dsql.simulator.internal.backend.Description;
import dev.fencepost.dsql.simulator.internal.wire.ErrorFields;
import dev.fencepost.dsql.simulator.internal.wire.Message;
import dev.fencepost.dsql.simulator.internal.wire.MessageWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** What a client gets to read. */
final class ClientOutput {

  private static final int MUCH = 1 << 18;

  private final OutputStream stream;
  private final Tally tally;
  private final MessageWriter writer = new MessageWriter();

  ClientOutput(OutputStream stream, Tally tally) {
    this.stream = stream;
    this.tally = tally;
  }

  void message(char type) {
    writer.message(type);
  }

  void message(Message message) {
    writer.message(message.type(), message.body());
  }

  void row(byte[] body) throws IOException {
    writer.message('D', body);
    if (writer.size() > MUCH) {
      flush();
    }
  }

  void parameters(Description description) {
    writer.message('t', description.parameters());
  }

  void columns(Description description, List<Integer> formats) {
    description
        .columns(formats)
        .ifPresentOrElse(body -> writer.message('T', body), () -> writer.message('n'));
  }

  void complete(Answer answer) {
    answer.notices().forEach(this::message);
    answer
        .tag()
        .ifPresentOrElse(tag -> writer.begin('C').string(tag).end(), () -> writer.message('I'));
  }

  void error(ErrorFields fields) {
    if (fields.sqlState().equals("40001")) {
      tally.conflicted();
    }
    fields.addTo(writer, 'E');
  }

  void ready(char status) throws IOException {
    tally.roundTrip();
    writer.begin('Z').letter(status).end();
    flush();
  }

  void flush() throws IOException {
    writer.sendTo(stream);
  }
}
