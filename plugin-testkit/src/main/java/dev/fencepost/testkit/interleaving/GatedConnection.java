// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.interleaving;

import static java.util.Objects.requireNonNull;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A connection with a gate before each prepared statement, each commit and each roll-back. A
 * statement in autocommit mode that may write is run as a transaction of its own, which is what it
 * is to the database, so that it can be stopped between its work and its commit.
 */
public final class GatedConnection {

  private static final int LONGEST_NAME = 90;

  private GatedConnection() {}

  /** The connection with a gate before whatever it sends. */
  public static Connection wrap(Connection connection, StatementGate gate) {
    requireNonNull(connection, "connection is null");
    requireNonNull(gate, "gate is null");
    return proxy(
        Connection.class,
        (self, method, arguments) -> {
          String name = method.getName();
          if (name.equals("commit") || name.equals("rollback")) {
            gate.beforeStatement(name);
          }
          Object answer = invoke(connection, method, arguments);
          return answer instanceof PreparedStatement statement && arguments != null
              ? gated(statement, connection, String.valueOf(arguments[0]), gate)
              : answer;
        });
  }

  private static PreparedStatement gated(
      PreparedStatement statement, Connection connection, String sql, StatementGate gate) {
    return proxy(
        PreparedStatement.class,
        (self, method, arguments) -> {
          if (!method.getName().startsWith("execute")) {
            return invoke(statement, method, arguments);
          }
          gate.beforeStatement(shortened(sql));
          return connection.getAutoCommit() && mayWrite(sql)
              ? inTransaction(connection, gate, () -> invoke(statement, method, arguments))
              : invoke(statement, method, arguments);
        });
  }

  /** What can be read in a trace. */
  private static String shortened(String sql) {
    return sql.length() <= LONGEST_NAME ? sql : sql.substring(0, LONGEST_NAME) + " ...";
  }

  private static boolean mayWrite(String sql) {
    return !sql.toLowerCase(Locale.ROOT).startsWith("select");
  }

  private static @Nullable Object inTransaction(
      Connection connection, StatementGate gate, Execution execution) throws Throwable {
    connection.setAutoCommit(false);
    try {
      Object answer = execution.run();
      gate.beforeStatement("commit");
      connection.commit();
      connection.setAutoCommit(true);
      return answer;
    } catch (SQLException failed) {
      endTransaction(connection, failed);
      throw failed;
    }
  }

  /** Leaves the connection as it was, unless it is lost. */
  private static void endTransaction(Connection connection, SQLException failed) {
    try {
      connection.rollback();
      connection.setAutoCommit(true);
    } catch (SQLException lost) {
      failed.addSuppressed(lost);
    }
  }

  private static @Nullable Object invoke(
      Object target, Method method, Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException thrown) {
      Throwable cause = thrown.getCause();
      throw cause == null ? thrown : cause;
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            GatedConnection.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  @FunctionalInterface
  private interface Execution {
    @Nullable Object run() throws Throwable;
  }
}
