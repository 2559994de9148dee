// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.transaction;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * What SQLSTATEs mean. Only what stands here counts as surely not committed; everything else is
 * unknown, above all whatever ends the connection.
 */
public final class SqlErrors {

  private static final Map<String, ErrorClass> STATES =
      Map.ofEntries(
          Map.entry("40001", ErrorClass.CONFLICT),
          Map.entry("40P01", ErrorClass.CONFLICT),
          Map.entry("23505", ErrorClass.DUPLICATE_KEY),
          Map.entry("55P03", ErrorClass.NOT_NOW),
          Map.entry("57014", ErrorClass.NOT_NOW),
          Map.entry("25006", ErrorClass.NOT_NOW),
          Map.entry("25P03", ErrorClass.NOT_NOW),
          Map.entry("42501", ErrorClass.NOT_NOW),
          Map.entry("53300", ErrorClass.NOT_NOW),
          Map.entry("53400", ErrorClass.NOT_NOW),
          Map.entry("53000", ErrorClass.NOT_NOW),
          Map.entry("53100", ErrorClass.NOT_NOW),
          Map.entry("53200", ErrorClass.NOT_NOW),
          Map.entry("57P03", ErrorClass.NOT_NOW),
          Map.entry("54000", ErrorClass.LIMIT),
          Map.entry("54001", ErrorClass.LIMIT),
          Map.entry("54011", ErrorClass.LIMIT),
          Map.entry("54023", ErrorClass.LIMIT),
          Map.entry("22001", ErrorClass.LIMIT),
          Map.entry("22021", ErrorClass.INVALID),
          Map.entry("22P05", ErrorClass.INVALID),
          Map.entry("22008", ErrorClass.INVALID));

  /** Classes of SQLSTATE that name a statement which can't be right. */
  private static final Map<String, ErrorClass> CLASSES =
      Map.of(
          "0A", ErrorClass.REFUSED,
          "21", ErrorClass.REFUSED,
          "22", ErrorClass.REFUSED,
          "23", ErrorClass.REFUSED,
          "25", ErrorClass.REFUSED,
          "42", ErrorClass.REFUSED);

  private SqlErrors() {}

  /**
   * The class of an error, from the first SQLSTATE that says anything in its causes and followers.
   */
  public static ErrorClass classify(Throwable error) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    ArrayDeque<Throwable> queue = new ArrayDeque<>();
    queue.add(error);
    ErrorClass found = ErrorClass.UNKNOWN;
    while (!queue.isEmpty()) {
      Throwable next = queue.remove();
      if (!seen.add(next)) {
        continue;
      }
      if (next instanceof SQLException sql) {
        if (endsConnection(sql.getSQLState())) {
          return ErrorClass.UNKNOWN;
        }
        if (found == ErrorClass.UNKNOWN) {
          found = classify(sql.getSQLState());
        }
        enqueue(queue, sql.getNextException());
      }
      enqueue(queue, next.getCause());
    }
    return found;
  }

  /** The class of one SQLSTATE. */
  static ErrorClass classify(@Nullable String state) {
    if (state == null || state.length() != 5) {
      return ErrorClass.UNKNOWN;
    }
    String upper = state.toUpperCase(Locale.ROOT);
    ErrorClass exact = STATES.get(upper);
    return exact != null ? exact : CLASSES.getOrDefault(upper.substring(0, 2), ErrorClass.UNKNOWN);
  }

  /** What the server said about a duplicate key. */
  public static Optional<DuplicateKey> duplicateKey(Throwable error) {
    for (@Nullable Throwable next = error; next != null; next = next.getCause()) {
      if (next instanceof PSQLException sql && "23505".equals(sql.getSQLState())) {
        ServerErrorMessage message = sql.getServerErrorMessage();
        if (message != null && message.getConstraint() != null) {
          String detail = message.getDetail();
          return Optional.of(
              new DuplicateKey(message.getConstraint(), detail == null ? "" : detail));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean endsConnection(@Nullable String state) {
    return state != null && (state.startsWith("08") || state.equals("40003"));
  }

  private static void enqueue(ArrayDeque<Throwable> queue, @Nullable Throwable error) {
    if (error != null) {
      queue.add(error);
    }
  }
}
