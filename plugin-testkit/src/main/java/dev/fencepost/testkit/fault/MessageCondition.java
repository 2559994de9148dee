// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.fault;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** Which message of a client a fault waits for. Called by one thread at a time. */
@FunctionalInterface
public interface MessageCondition {

  /** Whether this is the message. */
  boolean matches(FrontendMessage message);

  /** Any message. */
  static MessageCondition any() {
    return message -> true;
  }

  /** A message of a type of the PostgreSQL protocol. */
  static MessageCondition ofType(char type) {
    return message -> message.type() == type;
  }

  /** A message whose bytes contain those of a text. */
  static MessageCondition containing(String text) {
    return message -> message.contains(text);
  }

  /**
   * The message that executes a statement: a simple query, or the bind of a prepared statement,
   * whose SQL contains the text, without regard to case.
   */
  static MessageCondition executing(String sql) {
    String wanted = sql.toUpperCase(Locale.ROOT);
    return message ->
        (message.type() == 'Q' || message.type() == 'B')
            && message.statement().toUpperCase(Locale.ROOT).contains(wanted);
  }

  /** The n-th message, from 1, of those that match this one. */
  default MessageCondition nth(int n) {
    AtomicInteger seen = new AtomicInteger();
    return message -> matches(message) && seen.incrementAndGet() == n;
  }
}
