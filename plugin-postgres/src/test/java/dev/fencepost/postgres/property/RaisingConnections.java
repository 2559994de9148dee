// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.property;

import dev.fencepost.postgres.internal.connection.Connections;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Connections on which the server raises errors at chosen points. A point is a statement that may
 * write, or a commit; at a commit that fails the transaction is rolled back, as it would be.
 */
final class RaisingConnections implements Connections {

  private final Connections connections;
  private final AtomicInteger raised = new AtomicInteger();
  private final AtomicInteger passed = new AtomicInteger();
  private volatile Function<Point, Optional<String>> states = point -> Optional.empty();

  /** Where an error can be raised. */
  enum Place {
    STATEMENT,
    COMMIT
  }

  /**
   * An occasion to raise an error.
   *
   * @param place where
   * @param number its number, from 1
   */
  record Point(Place place, int number) {}

  RaisingConnections(Connections connections) {
    this.connections = connections;
  }

  /** Raises the states a function gives, from now on. */
  void raise(Function<Point, Optional<String>> wanted) {
    passed.set(0);
    raised.set(0);
    states = wanted;
  }

  /** Raises nothing any more; returns how many errors there were. */
  int end() {
    states = point -> Optional.empty();
    return raised.get();
  }

  @Override
  public Connection borrow() throws SQLException {
    Connection connection = connections.borrow();
    return proxy(
        Connection.class,
        (self, method, arguments) -> {
          if (method.getName().equals("commit")) {
            commit(connection);
            return null;
          }
          Object answer = invoke(connection, method, arguments);
          return answer instanceof PreparedStatement statement && arguments != null
              ? raising(statement, connection, String.valueOf(arguments[0]))
              : answer;
        });
  }

  private PreparedStatement raising(
      PreparedStatement statement, Connection connection, String sql) {
    boolean mayWrite = !sql.toLowerCase(Locale.ROOT).startsWith("select");
    return proxy(
        PreparedStatement.class,
        (self, method, arguments) -> {
          if (mayWrite && method.getName().startsWith("execute")) {
            raiseAt(Place.STATEMENT, connection);
          }
          return invoke(statement, method, arguments);
        });
  }

  private void commit(Connection connection) throws SQLException {
    try {
      raiseAt(Place.COMMIT, connection);
    } catch (SQLException failed) {
      rollBack(connection, failed);
      throw failed;
    }
    connection.commit();
  }

  /** The pool takes some states for the end of the connection. */
  private static void rollBack(Connection connection, SQLException failed) {
    try {
      connection.rollback();
    } catch (SQLException ended) {
      failed.addSuppressed(ended);
    }
  }

  private void raiseAt(Place place, Connection connection) throws SQLException {
    Optional<String> state = states.apply(new Point(place, passed.incrementAndGet()));
    if (state.isPresent()) {
      raised.incrementAndGet();
      try (Statement raising = connection.createStatement()) {
        raising.execute(
            "DO $$ BEGIN RAISE EXCEPTION USING MESSAGE = 'raised', ERRCODE = '"
                + state.get()
                + "'; END $$");
      }
    }
  }

  @Override
  public Connection open() throws SQLException {
    return connections.open();
  }

  @Override
  public void evict(Connection connection) {
    connections.evict(connection);
  }

  @Override
  public void close() {
    connections.close();
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
            RaisingConnections.class.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
