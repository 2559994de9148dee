// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Collects messages until they are sent together. */
public final class MessageWriter {

  private byte[] buffer = new byte[8192];
  private int size;
  private int lengthAt;

  /** Begins a message. */
  public MessageWriter begin(char type) {
    ensure(5);
    buffer[size++] = (byte) type;
    return beginUntyped();
  }

  /** Begins the first message of a connection. */
  public MessageWriter beginUntyped() {
    ensure(4);
    lengthAt = size;
    size += 4;
    return this;
  }

  /** Ends the message begun last. */
  public MessageWriter end() {
    put(lengthAt, size - lengthAt);
    return this;
  }

  /** Adds a message as it was read. */
  public MessageWriter message(char type, byte[] body) {
    return begin(type).bytes(body).end();
  }

  /** Adds a message without a body. */
  public MessageWriter message(char type) {
    return begin(type).end();
  }

  /** Adds a letter as one byte. */
  public MessageWriter letter(char letter) {
    ensure(1);
    buffer[size++] = (byte) letter;
    return this;
  }

  /** Adds two bytes. */
  public MessageWriter int16(int value) {
    ensure(2);
    buffer[size++] = (byte) (value >> 8);
    buffer[size++] = (byte) value;
    return this;
  }

  /** Adds four bytes. */
  public MessageWriter int32(int value) {
    ensure(4);
    put(size, value);
    size += 4;
    return this;
  }

  /** Adds a string and the zero byte that ends it. */
  public MessageWriter string(String text) {
    bytes(text.getBytes(StandardCharsets.UTF_8));
    ensure(1);
    buffer[size++] = 0;
    return this;
  }

  /** Adds bytes. */
  public MessageWriter bytes(byte[] bytes) {
    ensure(bytes.length);
    System.arraycopy(bytes, 0, buffer, size, bytes.length);
    size += bytes.length;
    return this;
  }

  /** Adds all that another one has collected. */
  public MessageWriter all(MessageWriter other) {
    ensure(other.size);
    System.arraycopy(other.buffer, 0, buffer, size, other.size);
    size += other.size;
    return this;
  }

  /** A copy of what was collected. */
  public byte[] toBytes() {
    return Arrays.copyOf(buffer, size);
  }

  /** How many bytes wait to be sent. */
  public int size() {
    return size;
  }

  /** Forgets what was collected. */
  public void clear() {
    size = 0;
    if (buffer.length > 1 << 20) {
      buffer = new byte[8192];
    }
  }

  /** Sends what was collected. */
  public void sendTo(OutputStream stream) throws IOException {
    stream.write(buffer, 0, size);
    stream.flush();
    clear();
  }

  private void put(int at, int value) {
    buffer[at] = (byte) (value >> 24);
    buffer[at + 1] = (byte) (value >> 16);
    buffer[at + 2] = (byte) (value >> 8);
    buffer[at + 3] = (byte) value;
  }

  private void ensure(int more) {
    if (size + more > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + more));
    }
  }
}
