// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads the fields of a message's body, one after the other. */
public final class BodyReader {

  private final byte[] body;
  private final ByteBuffer buffer;

  BodyReader(byte[] body) {
    this.body = body;
    this.buffer = ByteBuffer.wrap(body);
  }

  /** The next byte as a letter. */
  public char letter() {
    return (char) buffer.get();
  }

  /** The next two bytes. */
  public int int16() {
    return buffer.getShort();
  }

  /** The next four bytes. */
  public int int32() {
    return buffer.getInt();
  }

  /** The next string, which ends with a zero byte. */
  public String string() {
    int start = buffer.position();
    int end = start;
    while (body[end] != 0) {
      end++;
    }
    buffer.position(end + 1);
    return new String(body, start, end - start, StandardCharsets.UTF_8);
  }

  /** Skips bytes. */
  public void skip(int bytes) {
    buffer.position(buffer.position() + bytes);
  }

  /** Whether there is more to read. */
  public boolean hasMore() {
    return buffer.hasRemaining();
  }

  /** A copy of all that has not been read. */
  public byte[] rest() {
    return Arrays.copyOfRange(body, buffer.position(), body.length);
  }
}
