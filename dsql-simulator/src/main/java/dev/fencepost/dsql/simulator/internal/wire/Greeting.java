// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.wire;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How a client's connection begins: TLS, negotiated or direct, and the startup message.
 *
 * @param socket the connection, secured if it is
 * @param secured whether it is
 * @param parameters what the startup message has, the user's name among it
 */
public record Greeting(Socket socket, Security secured, Map<String, String> parameters) {

  /** Whether a connection is secured. */
  public enum Security {
    TLS,
    NONE
  }

  private static final int TLS_HANDSHAKE = 0x16;
  private static final int CANCEL = 80_877_102;
  private static final int USE_TLS = 80_877_103;
  private static final int USE_GSS = 80_877_104;
  private static final int LONGEST = 10_000;

  /** Greets a client, or answers empty if it only wanted something to be cancelled. */
  public static Optional<Greeting> of(Socket client, Optional<TlsIdentity> identity)
      throws IOException {
    Socket socket = client;
    Security security = Security.NONE;
    int first = socket.getInputStream().read();
    if (first == TLS_HANDSHAKE && identity.isPresent()) {
      InputStream read = new ByteArrayInputStream(new byte[] {(byte) first});
      socket = identity.get().secure(socket, read);
      security = Security.TLS;
      first = socket.getInputStream().read();
    }
    while (true) {
      byte[] body = body(first, socket.getInputStream());
      BodyReader reader = new BodyReader(body);
      int code = reader.int32();
      if (code == CANCEL) {
        return Optional.empty();
      }
      if (code == USE_TLS && identity.isPresent() && security == Security.NONE) {
        answer(socket, 'S');
        socket = identity.get().secure(socket, InputStream.nullInputStream());
        security = Security.TLS;
      } else if (code == USE_TLS || code == USE_GSS) {
        answer(socket, 'N');
      } else {
        return Optional.of(new Greeting(socket, security, parameters(reader)));
      }
      first = socket.getInputStream().read();
    }
  }

  private static void answer(Socket socket, char answer) throws IOException {
    socket.getOutputStream().write(answer);
    socket.getOutputStream().flush();
  }

  private static byte[] body(int first, InputStream in) throws IOException {
    // No more is read than the message has: what follows may belong to TLS.
    DataInputStream stream = new DataInputStream(in);
    if (first < 0) {
      throw new EOFException("the client has gone");
    }
    byte[] rest = new byte[3];
    stream.readFully(rest);
    int length = ByteBuffer.allocate(4).put((byte) first).put(rest).flip().getInt() - 4;
    if (length < 4 || length > LONGEST) {
      throw new EOFException("a startup message of " + length + " bytes");
    }
    byte[] body = new byte[length];
    stream.readFully(body);
    return body;
  }

  private static Map<String, String> parameters(BodyReader reader) {
    Map<String, String> parameters = new LinkedHashMap<>();
    String name = reader.string();
    while (!name.isEmpty()) {
      parameters.put(name, reader.string());
      name = reader.hasMore() ? reader.string() : "";
    }
    return parameters;
  }
}
