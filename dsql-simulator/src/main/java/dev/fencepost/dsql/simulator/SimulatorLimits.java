// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator;

import java.time.Duration;

/**
 * The limits of the simulated cluster. Lower ones make a limit quick to reach in a test; the text
 * of an error names the limit as the service does.
 *
 * @param transactionRows rows one transaction may write, cascaded ones included; checked at the
 *     statement
 * @param transactionBytes bytes one transaction may write; checked at COMMIT
 * @param transactionAge how old a transaction may be; checked at its next statement and at COMMIT
 * @param columnBytes bytes of one value; text and JSON count as compressed
 * @param rowBytes bytes of one row
 * @param keyBytes bytes of one key of an index
 * @param messageBytes bytes of one protocol message; a longer one ends the connection
 * @param connections open connections
 * @param connectionsPerSecond new connections in a second
 * @param connectionBurst new connections at once, after a rest
 * @param connectionLife how long a connection lives, in use or not
 * @param schemas schemas besides {@code public}
 * @param tables tables of all schemas
 */
public record SimulatorLimits(
    int transactionRows,
    long transactionBytes,
    Duration transactionAge,
    long columnBytes,
    long rowBytes,
    int keyBytes,
    int messageBytes,
    int connections,
    int connectionsPerSecond,
    int connectionBurst,
    Duration connectionLife,
    int schemas,
    int tables) {

  private static final int MEBIBYTE = 1 << 20;

  /** The limits of the service. */
  public static SimulatorLimits ofService() {
    return new SimulatorLimits(
        3_000,
        10L * MEBIBYTE,
        Duration.ofMinutes(5),
        MEBIBYTE,
        2L * MEBIBYTE,
        1_981,
        10 * MEBIBYTE,
        10_000,
        100,
        1_000,
        Duration.ofHours(1),
        10,
        1_000);
  }

  /** The same with another number of rows in a transaction. */
  public SimulatorLimits withTransactionRows(int rows) {
    return new SimulatorLimits(
        rows,
        transactionBytes,
        transactionAge,
        columnBytes,
        rowBytes,
        keyBytes,
        messageBytes,
        connections,
        connectionsPerSecond,
        connectionBurst,
        connectionLife,
        schemas,
        tables);
  }

  /** The same with another number of bytes in a transaction. */
  public SimulatorLimits withTransactionBytes(long bytes) {
    return new SimulatorLimits(
        transactionRows,
        bytes,
        transactionAge,
        columnBytes,
        rowBytes,
        keyBytes,
        messageBytes,
        connections,
        connectionsPerSecond,
        connectionBurst,
        connectionLife,
        schemas,
        tables);
  }

  /** The same with another age of a transaction. */
  public SimulatorLimits withTransactionAge(Duration age) {
    return new SimulatorLimits(
        transactionRows,
        transactionBytes,
        age,
        columnBytes,
        rowBytes,
        keyBytes,
        messageBytes,
        connections,
        connectionsPerSecond,
        connectionBurst,
        connectionLife,
        schemas,
        tables);
  }

  /** The same with other sizes of a value, a row and a key. */
  public SimulatorLimits withSizes(long column, long row, int key) {
    return new SimulatorLimits(
        transactionRows,
        transactionBytes,
        transactionAge,
        column,
        row,
        key,
        messageBytes,
        connections,
        connectionsPerSecond,
        connectionBurst,
        connectionLife,
        schemas,
        tables);
  }

  /** The same with another length of a message. */
  public SimulatorLimits withMessageBytes(int bytes) {
    return new SimulatorLimits(
        transactionRows,
        transactionBytes,
        transactionAge,
        columnBytes,
        rowBytes,
        keyBytes,
        bytes,
        connections,
        connectionsPerSecond,
        connectionBurst,
        connectionLife,
        schemas,
        tables);
  }

  /** The same with another number of connections, of new ones in a second and at once. */
  public SimulatorLimits withConnections(int open, int perSecond, int burst) {
    return new SimulatorLimits(
        transactionRows,
        transactionBytes,
        transactionAge,
        columnBytes,
        rowBytes,
        keyBytes,
        messageBytes,
        open,
        perSecond,
        burst,
        connectionLife,
        schemas,
        tables);
  }

  /** The same with another life of a connection. */
  public SimulatorLimits withConnectionLife(Duration life) {
    return new SimulatorLimits(
        transactionRows,
        transactionBytes,
        transactionAge,
        columnBytes,
        rowBytes,
        keyBytes,
        messageBytes,
        connections,
        connectionsPerSecond,
        connectionBurst,
        life,
        schemas,
        tables);
  }

  /** The same with other numbers of schemas and tables. */
  public SimulatorLimits withObjects(int ofSchemas, int ofTables) {
    return new SimulatorLimits(
        transactionRows,
        transactionBytes,
        transactionAge,
        columnBytes,
        rowBytes,
        keyBytes,
        messageBytes,
        connections,
        connectionsPerSecond,
        connectionBurst,
        connectionLife,
        ofSchemas,
        ofTables);
  }
}
