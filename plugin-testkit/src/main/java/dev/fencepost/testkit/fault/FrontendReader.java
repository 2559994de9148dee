// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.fault;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Finds the messages in what a client sends, and the statements they concern. */
final class FrontendReader {

  private static final int LARGEST_MESSAGE = 1 << 30;
  private static final int CANCEL_REQUEST = 80_877_102;
  private static final int TLS_REQUEST = 80_877_103;
  private static final int GSS_REQUEST = 80_877_104;

  private final DataInputStream in;
  private final Framing framing;
  private final Map<String, String> prepared = new HashMap<>();
  private boolean started;

  FrontendReader(InputStream in, Framing framing) {
    this.in = new DataInputStream(in);
    this.framing = framing;
  }

  /**
   * The next message.
   *
   * @throws EOFException if there is none
   */
  FrontendMessage next() throws IOException {
    return switch (framing) {
      case CHUNKS -> chunk();
      case POSTGRES -> started ? message() : startUp();
    };
  }

  private FrontendMessage chunk() throws IOException {
    byte[] buffer = new byte[8_192];
    int length = in.read(buffer);
    if (length < 0) {
      throw new EOFException("the client has closed");
    }
    return new FrontendMessage(FrontendMessage.UNTYPED, "", Arrays.copyOf(buffer, length));
  }

  private FrontendMessage startUp() throws IOException {
    int length = checked(in.readInt());
    ByteBuffer bytes = ByteBuffer.allocate(length).putInt(length);
    in.readFully(bytes.array(), 4, length - 4);
    int code = length >= 8 ? bytes.getInt(4) : 0;
    started = code != TLS_REQUEST && code != GSS_REQUEST && code != CANCEL_REQUEST;
    return new FrontendMessage(FrontendMessage.UNTYPED, "", bytes.array());
  }

  private FrontendMessage message() throws IOException {
    byte type = in.readByte();
    int length = checked(in.readInt());
    ByteBuffer bytes = ByteBuffer.allocate(length + 1).put(type).putInt(length);
    in.readFully(bytes.array(), 5, length - 4);
    return new FrontendMessage((char) type, statement((char) type, bytes), bytes.array());
  }

  private String statement(char type, ByteBuffer bytes) {
    return switch (type) {
      case 'Q' -> text(bytes);
      case 'P' -> {
        String name = text(bytes);
        String sql = text(bytes);
        prepared.put(name, sql);
        yield sql;
      }
      case 'B' -> {
        String portal = text(bytes);
        yield prepared.getOrDefault(text(bytes), portal);
      }
      default -> "";
    };
  }

  /** A text that ends with a zero byte, from the buffer's position on. */
  private static String text(ByteBuffer bytes) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    while (bytes.hasRemaining()) {
      byte next = bytes.get();
      if (next == 0) {
        return text.toString(UTF_8);
      }
      text.write(next);
    }
    return "";
  }

  private static int checked(int length) throws IOException {
    if (length < 4 || length > LARGEST_MESSAGE) {
      throw new IOException("no message of the PostgreSQL protocol has the length " + length);
    }
    return length;
  }
}
