// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An index that the database builds in the background. It counts as made when it is valid, whoever
 * began to build it; one whose build has failed is dropped and built once more.
 */
final class AsyncIndex {

  private static final Logger LOG = LoggerFactory.getLogger(AsyncIndex.class);
  private static final Duration FIRST_POLL = Duration.ofMillis(10);
  private static final Duration LONGEST_POLL = Duration.ofMillis(500);
  private static final Duration QUIET = Duration.ofSeconds(2);
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(15);
  private static final int BUILDS = 2;

  private final Connection connection;
  private final MigrationClaim claim;
  private final String schemaName;
  private final String statement;
  private final String name;

  /** An index that a statement of a migration makes. */
  AsyncIndex(Connection connection, MigrationClaim claim, String schemaName, String statement) {
    this.connection = connection;
    this.claim = claim;
    this.schemaName = schemaName;
    this.statement = statement;
    this.name = name(statement);
  }

  static boolean isMadeBy(String statement) {
    List<String> words = words(statement);
    return words.getFirst().equals("CREATE") && words.contains("ASYNC");
  }

  /** The word before ON. */
  private static String name(String statement) {
    List<String> words = words(statement);
    return words.get(words.indexOf("ON") - 1);
  }

  private static List<String> words(String statement) {
    return List.of(statement.strip().split("\\s+"));
  }

  /** Builds it and waits for it. */
  void build() throws SQLException {
    String details = "";
    for (int build = 1; build <= BUILDS; build++) {
      Optional<String> job = ConflictLoop.make(this::create);
      if (job.isEmpty()) {
        job = ConflictLoop.run(this::runningJob);
      }
      if (job.isPresent()) {
        details = await(job.get());
      }
      if (ConflictLoop.run(this::isValid)) {
        return;
      }
      ConflictLoop.run(this::drop);
    }
    throw new SQLException("index " + name + " could not be built: " + details);
  }

  private Optional<String> create() throws SQLException {
    try (Statement create = connection.createStatement()) {
      boolean answered = create.execute(statement);
      if (!answered) {
        return Optional.empty();
      }
      try (ResultSet rows = create.getResultSet()) {
        return rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.empty();
      }
    }
  }

  private Optional<String> runningJob() throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT job_id FROM sys.jobs WHERE object_name IN (?, ?)"
                + " AND status IN ('submitted', 'processing')")) {
      query.setString(1, schemaName + "." + name);
      query.setString(2, SchemaDialect.quoted(schemaName) + "." + name);
      try (ResultSet rows = query.executeQuery()) {
        return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
      }
    }
  }

  /** Waits for a job, keeps the claim meanwhile, and returns what the job says at its end. */
  private String await(String job) throws SQLException {
    long start = System.nanoTime();
    long nextLine = start + QUIET.toNanos();
    Duration poll = FIRST_POLL;
    JobState state = ConflictLoop.run(() -> state(job));
    while (state.runs()) {
      if (System.nanoTime() - nextLine > 0) {
        LOG.info(
            "index {} is being built, {} s so far",
            name,
            Duration.ofNanos(System.nanoTime() - start).toSeconds());
        nextLine = System.nanoTime() + BETWEEN_LINES.toNanos();
      }
      claim.keep();
      ConflictLoop.sleep(poll);
      poll = poll.compareTo(LONGEST_POLL) < 0 ? poll.multipliedBy(2) : poll;
      state = ConflictLoop.run(() -> state(job));
    }
    boolean succeeded = state.status().isEmpty() || ConflictLoop.run(() -> verdict(job));
    return succeeded ? "its job succeeded but it is not valid" : state.details();
  }

  private JobState state(String job) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("SELECT status, details FROM sys.jobs WHERE job_id = ?")) {
      query.setString(1, job);
      try (ResultSet rows = query.executeQuery()) {
        return rows.next()
            ? new JobState(rows.getString(1), String.valueOf(rows.getString(2)))
            : new JobState("", "its job is not listed any more");
      }
    }
  }

  private boolean verdict(String job) throws SQLException {
    try (PreparedStatement call = connection.prepareStatement("CALL sys.wait_for_job(?)")) {
      call.setString(1, job);
      try (ResultSet rows = call.executeQuery()) {
        return rows.next() && rows.getBoolean(1);
      }
    }
  }

  private boolean isValid() throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT i.indisvalid FROM pg_catalog.pg_index i"
                + " JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid"
                + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                + " WHERE n.nspname = ? AND c.relname = ?")) {
      query.setString(1, schemaName);
      query.setString(2, name);
      try (ResultSet rows = query.executeQuery()) {
        return rows.next() && rows.getBoolean(1);
      }
    }
  }

  private boolean drop() throws SQLException {
    try (Statement drop = connection.createStatement()) {
      return drop.execute("DROP INDEX " + SchemaDialect.quoted(schemaName) + "." + name);
    }
  }

  /** What the catalog says of a job; no status at all if it has forgotten the job. */
  private record JobState(String status, String details) {

    private boolean runs() {
      return status.equals("submitted") || status.equals("processing");
    }
  }
}
