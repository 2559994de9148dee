// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.interleaving;

import static java.util.Objects.requireNonNull;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Puts a gate before every statement, commit and roll-back of the connections of a data source. A
 * pool goes on top of it, so that the thread that sends a statement is the one that arrives at the
 * gate.
 */
public final class GatedDataSource {

  private static final Set<String> ENDS = Set.of("commit", "rollback");

  private GatedDataSource() {}

  /** A data source like the given one, with the gate before whatever its connections send. */
  public static DataSource wrap(DataSource dataSource, StatementGate gate) {
    requireNonNull(dataSource, "dataSource is null");
    requireNonNull(gate, "gate is null");
    return proxy(
        DataSource.class,
        (self, method, arguments) -> {
          Object answer = invoke(dataSource, method, arguments);
          return answer instanceof Connection connection ? gated(connection, gate) : answer;
        });
  }

  private static Connection gated(Connection connection, StatementGate gate) {
    return proxy(
        Connection.class,
        (self, method, arguments) -> {
          if (ENDS.contains(method.getName())) {
            gate.beforeStatement(method.getName());
          }
          Object answer = invoke(connection, method, arguments);
          return answer instanceof Statement statement
              ? gated(statement, sql(arguments), gate)
              : answer;
        });
  }

  private static Statement gated(Statement statement, String prepared, StatementGate gate) {
    InvocationHandler handler =
        (self, method, arguments) -> {
          if (method.getName().startsWith("execute")) {
            gate.beforeStatement(prepared.isEmpty() ? sql(arguments) : prepared);
          }
          return invoke(statement, method, arguments);
        };
    if (statement instanceof CallableStatement) {
      return proxy(CallableStatement.class, handler);
    }
    return statement instanceof PreparedStatement
        ? proxy(PreparedStatement.class, handler)
        : proxy(Statement.class, handler);
  }

  private static String sql(Object[] arguments) {
    return arguments != null && arguments.length > 0 && arguments[0] instanceof String text
        ? text
        : "";
  }

  private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            GatedDataSource.class.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
