// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.fault;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** A server that remembers what each connection sent and answers each chunk. */
final class RecordingServer implements AutoCloseable {

  private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final List<ByteArrayOutputStream> received = new CopyOnWriteArrayList<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final UnaryOperator<byte[]> answer;
  private volatile int closedByClients;

  RecordingServer(UnaryOperator<byte[]> answer) throws IOException {
    this.answer = answer;
    Thread unused = Thread.ofVirtual().start(this::accept);
  }

  static RecordingServer echo() throws IOException {
    return new RecordingServer(UnaryOperator.identity());
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), listening.getLocalPort());
  }

  /** What the first connection has sent so far. */
  String received() {
    return received.isEmpty() ? "" : received.getFirst().toString(StandardCharsets.ISO_8859_1);
  }

  /** How many connections have ended. */
  int closedByClients() {
    return closedByClients;
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        sockets.add(socket);
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        received.add(record);
        Thread unused = Thread.ofVirtual().start(() -> serve(socket, record));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket, ByteArrayOutputStream record) {
    try (socket) {
      InputStream in = socket.getInputStream();
      byte[] buffer = new byte[1 << 16];
      int length = in.read(buffer);
      while (length >= 0) {
        byte[] chunk = Arrays.copyOf(buffer, length);
        synchronized (record) {
          record.write(chunk, 0, length);
        }
        socket.getOutputStream().write(answer.apply(chunk));
        length = in.read(buffer);
      }
    } catch (IOException gone) {
      // The client is gone, which is counted below.
    } finally {
      synchronized (received) {
        closedByClients++;
      }
    }
  }
}
