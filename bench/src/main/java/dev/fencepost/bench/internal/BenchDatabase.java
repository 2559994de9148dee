// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.bench.internal;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.fencepost.engine.embedded.EmbeddedDatabase;
import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.PersistenceContext;
import dev.fencepost.spi.PersistencePlugin;
import dev.fencepost.spi.PersistencePlugins;
import dev.fencepost.spi.config.Configuration;
import dev.fencepost.spi.config.ConfigurationValue;
import dev.fencepost.spi.schema.SchemaAdministration;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;

/** A database of its own for one cell, on the one server of the run. */
final class BenchDatabase implements AutoCloseable {

  private static final String SERVER_OPTIONS =
      "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c jit=off";

  private final EmbeddedDatabase server;
  private final String name;
  private final BenchPlan plan;
  private final PersistencePlugin plugin;

  private BenchDatabase(EmbeddedDatabase server, String name, BenchPlan plan) {
    this.server = server;
    this.name = name;
    this.plan = plan;
    this.plugin =
        PersistencePlugins.load(BenchDatabase.class.getClassLoader()).select(plan.backend());
  }

  /** Makes a database with an empty schema. */
  static BenchDatabase create(EmbeddedDatabase server, String name, BenchPlan plan)
      throws SQLException {
    BenchDatabase database = new BenchDatabase(server, name, plan);
    execute(server, "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
    execute(server, "CREATE DATABASE " + name);
    try (SchemaAdministration administration =
        database.plugin.openSchema(database.configuration(), context())) {
      administration.setup();
    }
    return database;
  }

  /**
   * Checks that what is measured is durable.
   *
   * @throws IllegalStateException if a durability setting is off
   */
  static void requireDurable(EmbeddedDatabase server) throws SQLException {
    for (String setting : new String[] {"fsync", "full_page_writes", "synchronous_commit"}) {
      try (Connection connection = connect(server);
          Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("SHOW " + setting)) {
        row.next();
        if (!"on".equals(row.getString(1))) {
          throw new IllegalStateException(setting + " is " + row.getString(1) + ", not on");
        }
      }
    }
  }

  /** Opens the stores. */
  Persistence openPersistence() {
    return plugin.open(configuration(), context());
  }

  /** Opens a pool for a floor, set up as the plugin sets up its own. */
  HikariDataSource openPool() {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url());
    config.setUsername(EmbeddedDatabase.USER);
    config.setPassword(server.password());
    config.setMaximumPoolSize(plan.threads());
    config.setMinimumIdle(plan.threads());
    config.setAutoCommit(true);
    config.addDataSourceProperty("prepareThreshold", "1");
    config.addDataSourceProperty("tcpKeepAlive", "true");
    config.addDataSourceProperty("options", SERVER_OPTIONS);
    return new HikariDataSource(config);
  }

  /** Writes everything dirty, so that each cell pays for its own pages only. */
  void checkpoint() throws SQLException {
    execute(server, "CHECKPOINT");
  }

  /** The position in the write-ahead log, in bytes. */
  long walPosition() throws SQLException {
    return number("SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint");
  }

  /** How many transactions were committed in this database, as far as its sessions have told. */
  long commits() throws SQLException {
    return number("SELECT xact_commit FROM pg_stat_database WHERE datname = '" + name + "'");
  }

  @Override
  public void close() {
    try {
      execute(server, "DROP DATABASE " + name + " WITH (FORCE)");
    } catch (SQLException failed) {
      throw new IllegalStateException("a database can't be dropped", failed);
    }
  }

  private long number(String sql) throws SQLException {
    try (Connection connection = connect(server);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  private String url() {
    return server.url().replaceFirst("/postgres$", "/" + name)
        + "?socketFactory="
        + RoundTripCounter.class.getName()
        + "&socketFactoryArg="
        + plan.addedRoundTrip().toMillis();
  }

  private Configuration configuration() {
    Map<String, ConfigurationValue> values = new TreeMap<>();
    values.put("url", value(url()));
    values.put("user", value(EmbeddedDatabase.USER));
    values.put("password", value(server.password()));
    values.put("pool-size", value(Integer.toString(plan.threads())));
    return Configuration.of("fencepost bench", values);
  }

  private static ConfigurationValue value(String text) {
    return new ConfigurationValue(text, "fencepost bench");
  }

  private static PersistenceContext context() {
    return new PersistenceContext(new SimpleMeterRegistry(), "fencepost bench");
  }

  private static void execute(EmbeddedDatabase server, String sql) throws SQLException {
    try (Connection connection = connect(server);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Connection connect(EmbeddedDatabase server) throws SQLException {
    return DriverManager.getConnection(server.url(), EmbeddedDatabase.USER, server.password());
  }
}
