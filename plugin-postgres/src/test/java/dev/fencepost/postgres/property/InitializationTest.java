// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.property;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.fencepost.postgres.TestDatabase;
import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.config.InvalidConfiguration;
import dev.fencepost.spi.error.SchemaMismatch;
import dev.fencepost.spi.error.Unavailable;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The plugin starts, or fails with the one right error, and closes everything it opened. */
final class InitializationTest {

  private static final TestDatabase DATABASE = database();

  private static TestDatabase database() {
    TestDatabase database = new TestDatabase();
    database.empty();
    return database;
  }

  /** Configurations, and what must become of them. */
  enum Start {
    GOOD("retry-attempts", "12", Persistence.class),
    GOOD_WITH_ONE_ATTEMPT("retry-attempts", "1", Persistence.class),
    UNKNOWN_KEY("pool-sise", "3", InvalidConfiguration.class),
    MISTYPED("take-over-grace", "soon", InvalidConfiguration.class),
    OUT_OF_RANGE("retry-attempts", "0", InvalidConfiguration.class),
    NO_URL("url", "localhost", InvalidConfiguration.class),
    NO_PASSWORD_FILE("password-file", "/does/not/exist", InvalidConfiguration.class),
    NOBODY_THERE("url", "jdbc:postgresql://127.0.0.1:1/none", Unavailable.class),
    NO_SUCH_USER("user", "nobody_knows", Unavailable.class),
    NO_SCHEMA("schema", "nothing_here", SchemaMismatch.class);

    private final String key;
    private final String value;
    private final Class<?> becomes;

    Start(String key, String value, Class<?> becomes) {
      this.key = key;
      this.value = value;
      this.becomes = becomes;
    }
  }

  @Property(tries = 40, generation = GenerationMode.RANDOMIZED, edgeCases = EdgeCasesMode.NONE)
  void aConfigurationStartsOrFailsWithTheOneRightError(
      @ForAll Start start, @ForAll @IntRange(min = 1, max = 4) int poolSize) throws Exception {
    Map<String, String> keys =
        Map.of(start.key, start.value, "pool-size", Integer.toString(poolSize));
    Throwable thrown =
        catchThrowable(
            () -> {
              try (Persistence stores = DATABASE.open(keys, new SimpleMeterRegistry())) {
                assertThat(stores.namespaces().notificationVersion()).isNotNegative();
              }
            });
    if (start.becomes.equals(Persistence.class)) {
      assertThat(thrown).isNull();
    } else {
      assertThat(thrown).isExactlyInstanceOf(start.becomes);
    }
    awaitNoSessions();
  }

  private static void awaitNoSessions() throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (sessions() > 0) {
      assertThat(System.nanoTime()).as("a connection was left open").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  private static int sessions() throws SQLException {
    try (Connection connection = DATABASE.connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                    + " AND application_name = 'fencepost-test'")) {
      row.next();
      return row.getInt(1);
    }
  }
}
