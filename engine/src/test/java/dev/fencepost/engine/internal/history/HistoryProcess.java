// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import dev.fencepost.engine.internal.matching.LocalMatchingService;
import dev.fencepost.engine.internal.matching.MatchingSettings;
import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.PersistenceContext;
import dev.fencepost.spi.config.Configuration;
import dev.fencepost.spi.config.ConfigurationValue;
import dev.fencepost.spi.schema.SchemaAdministration;
import dev.fencepost.testkit.memory.MemoryPlugin;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.UnaryOperator;

/** One engine process without its gRPC surface: history and matching over the reference backend. */
final class HistoryProcess implements AutoCloseable {

  private final Persistence persistence;
  private final SwitchableOwnership ownership;
  private final LocalHistoryService history;
  private final LocalMatchingService matching;

  private HistoryProcess(
      Persistence persistence,
      SwitchableOwnership ownership,
      LocalHistoryService history,
      LocalMatchingService matching) {
    this.persistence = persistence;
    this.ownership = ownership;
    this.history = history;
    this.matching = matching;
  }

  static HistoryProcess on(String database) {
    return on(database, SwitchableOwnership.ofAll(), Duration.ofDays(1), UnaryOperator.identity());
  }

  static HistoryProcess on(
      String database,
      SwitchableOwnership ownership,
      Duration retention,
      UnaryOperator<Persistence> faults) {
    return on(database, ownership, retention, faults, HistorySettings.DEFAULTS);
  }

  static HistoryProcess on(
      String database,
      SwitchableOwnership ownership,
      Duration retention,
      UnaryOperator<Persistence> faults,
      HistorySettings settings) {
    MemoryPlugin plugin = new MemoryPlugin();
    Configuration configuration =
        Configuration.of("test", Map.of("database", new ConfigurationValue(database, "test")));
    PersistenceContext context = new PersistenceContext(new SimpleMeterRegistry(), "test");
    try (SchemaAdministration schema = plugin.openSchema(configuration, context)) {
      if (schema.setup().size() > 1) {
        throw new IllegalStateException("the reference backend has one migration");
      }
    }
    Persistence persistence = faults.apply(plugin.open(configuration, context));
    InstantSource clock = InstantSource.system();
    LocalHistoryService history =
        new LocalHistoryService(
            persistence,
            ownership,
            new OneNamespace(retention),
            new SimpleMeterRegistry(),
            clock,
            "test-owner",
            settings);
    LocalMatchingService matching =
        LocalMatchingService.start(
            persistence.taskQueues(),
            history,
            ownership,
            MatchingSettings.defaults(),
            new SimpleMeterRegistry(),
            clock);
    history.start(history, matching);
    return new HistoryProcess(persistence, ownership, history, matching);
  }

  Persistence persistence() {
    return persistence;
  }

  SwitchableOwnership ownership() {
    return ownership;
  }

  LocalHistoryService history() {
    return history;
  }

  LocalMatchingService matching() {
    return matching;
  }

  @Override
  public void close() {
    matching.close();
    history.close();
    persistence.close();
  }
}
