// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.fault;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** A message of a client, as a {@link MessageCondition} sees it. */
public final class FrontendMessage {

  /** The type of messages that have none: those of the start-up, and chunks. */
  public static final char UNTYPED = '-';

  private final char type;
  private final String statement;
  private final byte[] bytes;

  FrontendMessage(char type, String statement, byte[] bytes) {
    this.type = type;
    this.statement = statement;
    this.bytes = bytes;
  }

  /**
   * Its type in the PostgreSQL protocol, such as {@code Q} for a simple query, {@code B} for a bind
   * and {@code S} for a sync.
   */
  public char type() {
    return type;
  }

  /**
   * The SQL text it concerns: that of a query, of a parse, or of the prepared statement of a bind;
   * empty for all others.
   */
  public String statement() {
    return statement;
  }

  /** Whether its bytes contain those of a text. */
  public boolean contains(String text) {
    return new String(bytes, ISO_8859_1).contains(text);
  }

  byte[] bytes() {
    return bytes;
  }

  @Override
  public String toString() {
    return type + " of " + bytes.length + " bytes: " + statement;
  }
}
