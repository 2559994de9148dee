// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.internal.limit;

/**
 * What one transaction, value or key may hold on the service, less what the service counts beside
 * the bytes of a request: headers of rows, and every index once more.
 *
 * @param transactionRows rows that a request adds
 * @param transactionBytes bytes of its texts and blobs
 * @param valueBytes bytes of one text or blob
 * @param keyTextBytes bytes of the text in a key; the rest of every key fits beside it
 */
public record ServiceLimits(
    int transactionRows, long transactionBytes, long valueBytes, int keyTextBytes) {

  private static final int MEBIBYTE = 1 << 20;
  private static final int ROWS = 3_000;
  private static final int OTHER_ROWS = 64;
  private static final int KEY_BYTES = 1_024;
  private static final int OTHER_KEY_BYTES = 124;

  /**
   * Those that the service documents. Of 3,000 rows some are left for the run, its fence and its
   * mark; of 10 MiB one tenth for what is counted beside the values; of a key of 1 KiB the ids and
   * times of the longest one.
   */
  public static ServiceLimits documented() {
    return new ServiceLimits(
        ROWS - OTHER_ROWS, 9L * MEBIBYTE, MEBIBYTE, KEY_BYTES - OTHER_KEY_BYTES);
  }
}
