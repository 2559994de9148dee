// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.property;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.fencepost.postgres.PostgresSettings;
import dev.fencepost.postgres.TestDatabase;
import dev.fencepost.postgres.TestServer;
import dev.fencepost.postgres.internal.SqlPersistence;
import dev.fencepost.postgres.internal.connection.ConnectionPool;
import dev.fencepost.postgres.internal.store.StoreBackend;
import dev.fencepost.postgres.internal.store.StoreSet;
import dev.fencepost.postgres.internal.strategy.LockStrategy;
import dev.fencepost.postgres.internal.transaction.BackendAttempts;
import dev.fencepost.postgres.internal.transaction.BlockerWatch;
import dev.fencepost.postgres.internal.transaction.RetryLimits;
import dev.fencepost.postgres.internal.transaction.TransactionRunner;
import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.taskqueue.TaskQueueType;
import dev.fencepost.testkit.interleaving.Blocker;
import dev.fencepost.testkit.interleaving.Explorer;
import dev.fencepost.testkit.interleaving.JdbcBlocker;
import dev.fencepost.testkit.property.FenceScene;
import dev.fencepost.testkit.property.FenceSubject;
import dev.fencepost.testkit.property.FencedOperation;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The stores on PostgreSQL with a strategy, stopped at every statement and commit. Another session
 * can hold the key of one of the owner's tasks, the run, or the row of the token.
 */
final class PostgresFence implements FenceSubject, AutoCloseable {

  private static final int SCENES = 12;
  private static final int TASK_KEY = 1;
  private static final int RUN = 2;
  private static final int TOKEN = 3;
  private static final Duration LONG = Duration.ofMinutes(1);

  private final String name;
  private final HikariDataSource direct;
  private final GatedConnections connections;
  private final Persistence stores;

  /**
   * Opens the stores.
   *
   * @param name what statistics call it
   * @param strategy how writes are kept safe
   * @param isolation the level of the transactions, by its number in JDBC
   */
  PostgresFence(String name, LockStrategy strategy, int isolation) {
    this.name = name;
    TestDatabase database = new TestDatabase();
    database.empty();
    commitWithoutWaitingForTheDisk(database);
    this.direct = direct(database.name());
    PostgresSettings settings =
        PostgresSettings.read(
            database.configuration(
                Map.of(
                    "pool-size", Integer.toString(SCENES * (FenceScene.OWNER_WRITES + 1)),
                    "lock-timeout", "1m",
                    "statement-timeout", "1m",
                    "idle-in-transaction-timeout", "1m",
                    "socket-timeout", "2m")));
    ConnectionPool pool = new ConnectionPool(settings, "fences", new SimpleMeterRegistry());
    this.connections = new GatedConnections(pool, isolation, direct);
    TransactionRunner runner =
        new TransactionRunner(
            connections,
            new BackendAttempts(pool),
            new RetryLimits(12, LONG, Duration.ofMillis(1), Duration.ofMillis(2), LONG));
    StoreBackend backend =
        new StoreBackend(
            "postgres",
            settings.schema(),
            settings.maximumBlobBytes(),
            Integer.MAX_VALUE,
            strategy,
            operation -> BlockerWatch.start(runner, operation, LONG));
    this.stores =
        new SqlPersistence(runner, StoreSet.of(runner, backend, new SimpleMeterRegistry()));
  }

  /** Nothing here survives a crash or has to. */
  private static void commitWithoutWaitingForTheDisk(TestDatabase database) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("ALTER DATABASE " + database.name() + " SET synchronous_commit = off");
    } catch (SQLException failed) {
      throw new IllegalStateException("the database can't be set up", failed);
    }
  }

  private static HikariDataSource direct(String database) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {"localhost"});
    source.setPortNumbers(new int[] {TestServer.port()});
    source.setDatabaseName(database);
    source.setUser("postgres");
    source.setPrepareThreshold(1);
    HikariConfig configuration = new HikariConfig();
    configuration.setDataSource(source);
    configuration.setMaximumPoolSize(2 * SCENES);
    return new HikariDataSource(configuration);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Persistence stores() {
    return stores;
  }

  @Override
  public Explorer newExplorer() {
    return new Explorer(Duration.ofSeconds(20), connections);
  }

  @Override
  public int scenesAtOnce() {
    return SCENES;
  }

  @Override
  public int stops() {
    return TOKEN;
  }

  @Override
  public Blocker blocker(int stop, FenceScene.Target target) {
    boolean queue = target.operation() == FencedOperation.CREATE_MATCHING_TASKS;
    return switch (stop) {
      case TASK_KEY -> taskKey(target, target.firstTaskId());
      case RUN ->
          switch (target.operation()) {
            case UPDATE, CONFLICT_RESOLVE, SET ->
                new JdbcBlocker(
                    direct,
                    "SELECT FROM fencepost.executions WHERE shard_id = ? AND namespace_id = ?"
                        + " FOR UPDATE",
                    target.shardId(),
                    target.namespaceId());
            case CREATE, ADD_TASKS, CREATE_MATCHING_TASKS ->
                taskKey(target, target.firstTaskId() + 1);
          };
      default ->
          queue
              ? new JdbcBlocker(
                  direct,
                  "SELECT FROM fencepost.task_queues WHERE namespace_id = ? FOR SHARE",
                  target.namespaceId())
              : new JdbcBlocker(
                  direct,
                  "SELECT FROM fencepost.shards WHERE shard_id = ? FOR SHARE",
                  target.shardId());
    };
  }

  private Blocker taskKey(FenceScene.Target target, long taskId) {
    return target.operation() == FencedOperation.CREATE_MATCHING_TASKS
        ? new JdbcBlocker(
            direct,
            "INSERT INTO fencepost.task_queue_tasks VALUES (?, ?, ?, ?, '', '')",
            target.namespaceId(),
            target.taskQueue(),
            TaskQueueType.WORKFLOW.code(),
            taskId)
        : new JdbcBlocker(
            direct,
            "INSERT INTO fencepost.history_immediate_tasks VALUES (?, 1, ?, '', '')",
            target.shardId(),
            taskId);
  }

  @Override
  public void close() {
    stores.close();
    direct.close();
  }
}
