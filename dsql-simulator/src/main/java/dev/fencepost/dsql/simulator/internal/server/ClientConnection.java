// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.server;

import dev.fencepost.dsql.simulator.internal.backend.BackendConnection;
import dev.fencepost.dsql.simulator.internal.backend.BackendRefusal;
import dev.fencepost.dsql.simulator.internal.session.ClientSession;
import dev.fencepost.dsql.simulator.internal.session.Cluster;
import dev.fencepost.dsql.simulator.internal.wire.ErrorFields;
import dev.fencepost.dsql.simulator.internal.wire.Greeting;
import dev.fencepost.dsql.simulator.internal.wire.Message;
import dev.fencepost.dsql.simulator.internal.wire.MessageReader;
import dev.fencepost.dsql.simulator.internal.wire.MessageWriter;
import dev.fencepost.dsql.simulator.internal.wire.TlsIdentity;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A client's connection, from its first byte to its last. */
final class ClientConnection {

  private static final String ACCESS_DENIED = "unable to accept connection, access denied";

  private final Socket client;
  private final Cluster cluster;
  private final Admission admission;
  private final Optional<TlsIdentity> identity;
  private final int backendPort;
  private final int longestMessage;

  ClientConnection(
      Socket client,
      Cluster cluster,
      Admission admission,
      Optional<TlsIdentity> identity,
      int backendPort,
      int longestMessage) {
    this.client = client;
    this.cluster = cluster;
    this.admission = admission;
    this.identity = identity;
    this.backendPort = backendPort;
    this.longestMessage = longestMessage;
  }

  /** Serves the client until it goes. */
  void serve() throws IOException {
    Optional<Greeting> greeting = Greeting.of(client, identity);
    if (greeting.isEmpty()) {
      return;
    }
    Socket socket = greeting.get().socket();
    OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
    if (identity.isPresent() && greeting.get().secured() == Greeting.Security.NONE) {
      refuse(out, ErrorFields.fatal("28000", ACCESS_DENIED).withHint("TLS is required"));
      return;
    }
    Optional<ErrorFields> refusal = admission.admit();
    if (refusal.isPresent()) {
      refuse(out, refusal.get());
      return;
    }
    try {
      talk(greeting.get(), socket, out);
    } finally {
      admission.leave();
    }
  }

  private void talk(Greeting greeting, Socket socket, OutputStream out) throws IOException {
    MessageReader in = new MessageReader(socket.getInputStream(), longestMessage);
    MessageWriter writer = new MessageWriter();
    writer.begin('R').int32(3).end();
    writer.sendTo(out);
    Message password = in.read();
    if (password.type() != 'p' || password.reader().string().isEmpty()) {
      refuse(out, ErrorFields.fatal("28000", ACCESS_DENIED));
      return;
    }
    Map<String, String> parameters = new LinkedHashMap<>(greeting.parameters());
    String application = parameters.getOrDefault("application_name", "");
    parameters.remove("options");
    BackendConnection backend;
    try {
      backend = BackendConnection.connect(backendPort, parameters);
    } catch (BackendRefusal refused) {
      ErrorFields fields = refused.fields();
      refuse(
          out,
          fields.sqlState().startsWith("28") ? ErrorFields.fatal("28000", ACCESS_DENIED) : fields);
      return;
    }
    writer.begin('R').int32(0).end();
    backend.greeting().forEach(message -> writer.message(message.type(), message.body()));
    writer.begin('K').int32(backend.processId()).int32(0).end();
    writer.sendTo(out);
    new ClientSession(cluster, backend, in, out, application, this::cut).run();
  }

  private void cut() {
    try {
      client.close();
    } catch (IOException alreadyClosed) {
      // That is what was wanted.
    }
  }

  private static void refuse(OutputStream out, ErrorFields fields) throws IOException {
    MessageWriter writer = new MessageWriter();
    fields.addTo(writer, 'E');
    writer.sendTo(out);
  }
}
