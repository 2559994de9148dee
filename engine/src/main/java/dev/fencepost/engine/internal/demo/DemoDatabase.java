// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.demo;

import dev.fencepost.engine.embedded.EmbeddedDatabase;
import dev.fencepost.engine.internal.shutdown.Shutdown;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Consumer;

/** The database under the demonstration, and what it counts itself. */
final class DemoDatabase {

  private final EmbeddedDatabase database;

  private DemoDatabase(EmbeddedDatabase database) {
    this.database = database;
  }

  static DemoDatabase start(Path folder, Consumer<String> progress, Shutdown shutdown) {
    return new DemoDatabase(EmbeddedDatabase.start(folder, progress, shutdown));
  }

  /** The lines of a configuration file that name this database. */
  String yaml(String backend) {
    return "persistence:\n"
        + "  backend: "
        + backend
        + "\n  "
        + backend
        + ":\n    url: \""
        + database.url()
        + "\"\n    user: "
        + EmbeddedDatabase.USER
        + "\n    password: "
        + database.password()
        + "\n";
  }

  /** How many transactions were committed and rolled back since the database was made. */
  Transactions transactions() {
    try (Connection connection =
            DriverManager.getConnection(
                database.url(), EmbeddedDatabase.USER, database.password());
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT xact_commit, xact_rollback FROM pg_stat_database"
                    + " WHERE datname = current_database()")) {
      row.next();
      return new Transactions(row.getLong(1), row.getLong(2));
    } catch (SQLException failed) {
      throw new DemoFailure("the database does not answer: " + failed.getMessage(), failed);
    }
  }

  /**
   * What the database counted.
   *
   * @param committed transactions that committed
   * @param rolledBack transactions that did not
   */
  record Transactions(long committed, long rolledBack) {}
}
