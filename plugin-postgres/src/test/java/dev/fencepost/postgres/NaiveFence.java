// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What a fence must not be: the token is read plainly. It refuses a stale owner in every test with
 * one thread. It is here to show that the tests of the real fence can fail.
 */
final class NaiveFence {

  private NaiveFence() {}

  /** Reads the token and adds the task, all in one statement. */
  static void addTaskByOneStatement(TestDatabase database, Scene scene) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "WITH fence AS (SELECT range_id FROM fencepost.shards WHERE shard_id = "
              + scene.fence().shardId()
              + "), ok AS (SELECT 1 FROM fence WHERE range_id = "
              + scene.fence().rangeId()
              + ") "
              + insertion(scene)
              + " WHERE EXISTS (SELECT FROM ok)");
    }
  }

  /** Reads the token, compares it, adds the task and commits. */
  static void addTaskBySequence(TestDatabase database, Scene scene) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      try (ResultSet row =
          statement.executeQuery(
              "SELECT range_id FROM fencepost.shards WHERE shard_id = "
                  + scene.fence().shardId())) {
        row.next();
        if (row.getLong(1) != scene.fence().rangeId()) {
          throw new IllegalStateException("ownership lost");
        }
      }
      statement.execute(insertion(scene));
      connection.commit();
    }
  }

  private static String insertion(Scene scene) {
    return "INSERT INTO fencepost.history_immediate_tasks SELECT "
        + scene.fence().shardId()
        + ", 1, "
        + Scene.TASK_ID
        + ", ''::bytea, 'text'";
  }
}
