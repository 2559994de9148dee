// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fencepost.spi.Blob;

/** How much a statement was given to store, for backends with limits to it. */
public final class BoundSize {

  /** Below it characters are near enough to bytes. */
  private static final int SHORT = 1_024;

  private int rows;
  private long bytes;
  private long largestValue;

  BoundSize() {}

  /** Rows that were given as arrays. */
  public int rows() {
    return rows;
  }

  /** Bytes of texts and blobs. */
  public long bytes() {
    return bytes;
  }

  /** Bytes of the largest text or blob. */
  public long largestValue() {
    return largestValue;
  }

  void addText(String value) {
    add(value.length() < SHORT ? value.length() : value.getBytes(UTF_8).length);
  }

  void addBlob(Blob value) {
    add(value.size());
  }

  void addRowWith(Blob value) {
    rows++;
    addBlob(value);
  }

  private void add(long size) {
    bytes += size;
    largestValue = Math.max(largestValue, size);
  }
}
