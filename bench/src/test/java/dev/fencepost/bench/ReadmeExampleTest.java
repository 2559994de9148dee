// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fencepost.spi.Blob;
import dev.fencepost.spi.PageRequest;
import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.PersistenceContext;
import dev.fencepost.spi.PersistencePlugin;
import dev.fencepost.spi.PersistencePlugins;
import dev.fencepost.spi.config.Configuration;
import dev.fencepost.spi.config.ConfigurationValue;
import dev.fencepost.spi.error.OwnershipLost;
import dev.fencepost.spi.schema.SchemaAdministration;
import dev.fencepost.spi.shard.AcquireShard;
import dev.fencepost.spi.shard.CreateShard;
import dev.fencepost.spi.shard.Shard;
import dev.fencepost.spi.task.AddHistoryTasks;
import dev.fencepost.spi.task.HistoryTask;
import dev.fencepost.spi.task.ImmediateTask;
import dev.fencepost.spi.task.ImmediateTaskRange;
import dev.fencepost.spi.task.TaskCategory;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The example of the README, as it stands there, on a database. */
final class ReadmeExampleTest {

  @Test
  void theExampleAddsItsTasksAndFencesTheOwnerBefore() throws IOException {
    ClassLoader loader = ReadmeExampleTest.class.getClassLoader();
    MeterRegistry meters = new SimpleMeterRegistry();
    Blob emptyState = new Blob(new byte[0], "none");
    List<HistoryTask> tasks =
        List.of(new ImmediateTask(TaskCategory.TRANSFER, 1L << 20, emptyState));
    try (EmbeddedPostgres database = EmbeddedPostgres.start()) {
      Map<String, ConfigurationValue> settings =
          Map.of(
              "url", value(database.getJdbcUrl("postgres", "postgres")),
              "user", value("postgres"),
              "password", value("postgres"));
      install(loader, settings, meters);

      PersistencePlugin plugin = PersistencePlugins.load(loader).select("postgres");
      Configuration configuration = Configuration.of("settings", settings);
      PersistenceContext context = new PersistenceContext(meters, "my-engine");
      try (Persistence persistence = plugin.open(configuration, context)) {
        Shard found = persistence.shards().openOrCreate(new CreateShard(1, emptyState));
        Shard owned =
            persistence
                .shards()
                .acquire(new AcquireShard(found.fence(), "node-1", UUID.randomUUID()));
        persistence
            .historyTasks()
            .add(new AddHistoryTasks(owned.fence(), UUID.randomUUID(), tasks));
      }

      try (Persistence persistence = plugin.open(configuration, context)) {
        ImmediateTaskRange all =
            new ImmediateTaskRange(1, TaskCategory.TRANSFER, 0, Long.MAX_VALUE);
        assertThat(persistence.historyTasks().readImmediate(all, PageRequest.first(10)).items())
            .hasSize(1);
        Shard before = new Shard(1, 1, "", emptyState);
        assertThatThrownBy(
                () ->
                    persistence
                        .historyTasks()
                        .add(new AddHistoryTasks(before.fence(), UUID.randomUUID(), tasks)))
            .isInstanceOf(OwnershipLost.class);
      }
    }
  }

  private static void install(
      ClassLoader loader, Map<String, ConfigurationValue> settings, MeterRegistry meters) {
    try (SchemaAdministration schema =
        PersistencePlugins.load(loader)
            .select("postgres")
            .openSchema(
                Configuration.of("settings", settings),
                new PersistenceContext(meters, "my-engine"))) {
      schema.setup();
    }
  }

  private static ConfigurationValue value(String text) {
    return new ConfigurationValue(text, "settings");
  }
}
