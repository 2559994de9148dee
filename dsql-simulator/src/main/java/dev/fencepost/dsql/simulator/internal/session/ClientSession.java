// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.session;

import dev.fencepost.dsql.simulator.internal.backend.BackendConnection;
import dev.fencepost.dsql.simulator.internal.wire.ErrorFields;
import dev.fencepost.dsql.simulator.internal.wire.Message;
import dev.fencepost.dsql.simulator.internal.wire.MessageReader;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** The conversation with a client, from its first statement to its last. */
public final class ClientSession {

  private final TransactionSession session;
  private final MessageReader in;
  private final ClientOutput out;
  private final ExtendedProtocol extended;
  private final SimpleProtocol simple;
  private final List<Message> waiting = new ArrayList<>();

  /**
   * @param cutClient closes the client's connection
   */
  public ClientSession(
      Cluster cluster,
      BackendConnection backend,
      MessageReader in,
      OutputStream out,
      String applicationName,
      Runnable cutClient) {
    this.session = new TransactionSession(cluster, backend);
    this.in = in;
    this.out = new ClientOutput(out, cluster.tally());
    StatementRunner runner = new StatementRunner(session, applicationName, cutClient);
    this.extended = new ExtendedProtocol(session, runner, this.out);
    this.simple = new SimpleProtocol(session, runner, this.out);
  }

  /** Answers the client until it ends, or its connection does. */
  public void run() throws IOException {
    try {
      out.ready('I');
      Message message = in.read();
      while (message.type() != 'X') {
        answer(message);
        message = in.read();
      }
    } finally {
      session.close();
    }
  }

  private void answer(Message message) throws IOException {
    switch (message.type()) {
      case 'S' -> {
        extended.answer(List.copyOf(waiting), true);
        waiting.clear();
        extended.sync();
        ready();
      }
      case 'H' -> {
        extended.answer(List.copyOf(waiting), false);
        waiting.clear();
        out.flush();
      }
      case 'Q' -> {
        simple.answer(message.reader().string());
        ready();
      }
      case 'P', 'B', 'D', 'E', 'C' -> waiting.add(message);
      case 'd', 'c', 'f' -> {
        // What is left of a COPY that was refused.
      }
      case 'F' -> {
        out.error(ErrorFields.error("0A000", "function calls are not supported"));
        ready();
      }
      default -> throw new ConnectionCut("a message of an unknown type " + message.type());
    }
  }

  private void ready() throws IOException {
    Transaction running = session.transaction().orElse(null);
    if (running == null) {
      out.ready('I');
    } else {
      session.takeSnapshot(running);
      out.ready(running.aborted ? 'E' : 'T');
    }
  }
}
