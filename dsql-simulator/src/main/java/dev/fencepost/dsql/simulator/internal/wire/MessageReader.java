// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.wire;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;

/** Reads messages from a stream. */
public final class MessageReader {

  private static final int BUFFER = 1 << 16;

  private final BufferedInputStream buffered;
  private final DataInputStream stream;
  private final int longest;

  /**
   * @param stream where the messages come from
   * @param longest how long a message may be, in bytes
   */
  public MessageReader(InputStream stream, int longest) {
    this.buffered = new BufferedInputStream(stream, BUFFER);
    this.stream = new DataInputStream(buffered);
    this.longest = longest;
  }

  /** The next message; waits for it. A longer one than allowed ends the connection, unanswered. */
  public Message read() throws IOException {
    char type = (char) stream.readUnsignedByte();
    return new Message(type, body());
  }

  /** The next message without a type, as the first one of a connection is. */
  public byte[] body() throws IOException {
    int length = stream.readInt() - 4;
    if (length < 0 || length > longest) {
      throw new EOFException("a message of " + length + " bytes");
    }
    byte[] body = new byte[length];
    stream.readFully(body);
    return body;
  }

  /** Whether a message has begun to arrive. */
  public boolean buffered() throws IOException {
    return buffered.available() > 0;
  }

  /** Whether a message begins before the stream's own time limit has passed. */
  public boolean ready() throws IOException {
    if (buffered.available() > 0) {
      return true;
    }
    buffered.mark(1);
    try {
      if (buffered.read() < 0) {
        throw new EOFException("the connection has ended");
      }
    } catch (SocketTimeoutException nothingYet) {
      return false;
    }
    buffered.reset();
    return true;
  }
}
