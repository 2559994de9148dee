// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;

/**
 * Bytes with the name of their encoding. Stores never look inside.
 *
 * <p>The array is not copied, neither on the way in nor on the way out: whoever holds a blob must
 * not change it. Equality is by content.
 *
 * @param data the bytes, possibly none
 * @param encoding how to read them, 1 to 64 characters
 */
@SuppressWarnings("ArrayRecordComponent") // equality is by content
public record Blob(byte[] data, String encoding) {

  /** Checks the ranges. */
  public Blob {
    requireNonNull(data, "data is null");
    requireNonNull(encoding, "encoding is null");
    if (encoding.isEmpty() || encoding.length() > 64) {
      throw new IllegalArgumentException(
          "encoding has 1 to 64 characters, not " + encoding.length());
    }
  }

  /** The number of bytes. */
  public int size() {
    return data.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Blob blob
        && encoding.equals(blob.encoding)
        && Arrays.equals(data, blob.data);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(data) + encoding.hashCode();
  }

  @Override
  public String toString() {
    return "Blob[" + data.length + " bytes, " + encoding + "]";
  }
}
