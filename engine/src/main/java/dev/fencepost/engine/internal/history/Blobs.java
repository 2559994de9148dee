// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import dev.fencepost.spi.Blob;

/** Messages as the blobs they are stored in. */
final class Blobs {

  private static final String ENCODING = "proto3";

  private Blobs() {}

  static Blob encode(MessageLite message) {
    return new Blob(message.toByteArray(), ENCODING);
  }

  /**
   * The message of a blob.
   *
   * @throws IllegalStateException if the blob has another encoding or can't be read
   */
  static <T> T decode(Parser<T> parser, Blob blob) {
    if (!blob.encoding().equals(ENCODING)) {
      throw new IllegalStateException(
          "a stored blob has the encoding '" + blob.encoding() + "', not '" + ENCODING + "'");
    }
    try {
      return parser.parseFrom(blob.data());
    } catch (InvalidProtocolBufferException unreadable) {
      throw new IllegalStateException("a stored blob can't be read: " + blob, unreadable);
    }
  }
}
