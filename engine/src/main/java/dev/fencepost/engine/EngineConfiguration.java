// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine;

import static java.util.Objects.requireNonNull;

import dev.fencepost.engine.internal.config.ConfigurationFile;
import dev.fencepost.engine.internal.config.ConfigurationKeys;
import dev.fencepost.engine.internal.config.EngineSettings;
import dev.fencepost.spi.PersistencePlugins;
import dev.fencepost.spi.config.Configuration;
import dev.fencepost.spi.config.InvalidConfiguration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * How an engine is set up. Immutable.
 *
 * @param backend the name of the storage plugin
 * @param persistence the section of the storage plugin
 * @param host the address the engine listens on
 * @param port the port of the gRPC API; 0 takes a free one
 * @param advertisedAddress where the other engine processes reach this one, {@code host} or {@code
 *     host:port}; empty stands for what it listens on
 * @param maxMessageBytes the largest gRPC request
 * @param drainTimeout how long an engine that is closed waits for calls under way
 * @param metricsHost the address of the metrics port
 * @param metricsPort the port of {@code /metrics} and {@code /health}; 0 takes a free one
 * @param shards the number of shards, fixed when the database was used first
 * @param heartbeat how often the process says that it is alive
 * @param expiry how long a silent process counts as alive
 * @param defaultRetention how long the namespace {@code default} keeps closed workflows when it is
 *     created
 */
public record EngineConfiguration(
    String backend,
    Configuration persistence,
    String host,
    int port,
    String advertisedAddress,
    int maxMessageBytes,
    Duration drainTimeout,
    String metricsHost,
    int metricsPort,
    int shards,
    Duration heartbeat,
    Duration expiry,
    Duration defaultRetention) {

  /** Checks that nothing is missing. */
  public EngineConfiguration {
    requireNonNull(backend, "backend is null");
    requireNonNull(persistence, "persistence is null");
    requireNonNull(host, "host is null");
    requireNonNull(advertisedAddress, "advertisedAddress is null");
    requireNonNull(drainTimeout, "drainTimeout is null");
    requireNonNull(metricsHost, "metricsHost is null");
    requireNonNull(heartbeat, "heartbeat is null");
    requireNonNull(expiry, "expiry is null");
    requireNonNull(defaultRetention, "defaultRetention is null");
  }

  /**
   * Reads a YAML file; environment variables {@code FENCEPOST_<KEY>} override it.
   *
   * @param file the file
   * @param environment the environment variables
   * @throws InvalidConfiguration if the file can't be read or a key in it is unknown, missing or
   *     has a value that is not allowed; one line says which, and where it stands
   */
  public static EngineConfiguration read(Path file, Map<String, String> environment) {
    PersistencePlugins plugins = loadPlugins();
    ConfigurationKeys keys = ConfigurationKeys.of(plugins);
    return of(ConfigurationFile.read(file, environment, keys), plugins);
  }

  /**
   * Reads values that stand in no file.
   *
   * @param configuration the values by their whole keys
   * @throws InvalidConfiguration as {@link #read}
   */
  public static EngineConfiguration of(Configuration configuration) {
    return of(configuration, loadPlugins());
  }

  private static EngineConfiguration of(Configuration configuration, PersistencePlugins plugins) {
    String backend = configuration.value(EngineSettings.BACKEND);
    plugins.select(backend);
    Duration heartbeat = configuration.value(EngineSettings.HEARTBEAT);
    Duration expiry = configuration.value(EngineSettings.EXPIRY);
    if (expiry.compareTo(heartbeat.multipliedBy(2)) < 0) {
      throw new InvalidConfiguration(
          "'cluster.expiry' must be at least twice 'cluster.heartbeat', or one late heartbeat costs"
              + " a process its shards");
    }
    return new EngineConfiguration(
        backend,
        configuration.section("persistence." + backend),
        configuration.value(EngineSettings.HOST),
        configuration.value(EngineSettings.PORT),
        configuration.value(EngineSettings.ADVERTISED_ADDRESS),
        configuration.value(EngineSettings.MAX_MESSAGE_BYTES),
        configuration.value(EngineSettings.DRAIN_TIMEOUT),
        configuration.value(EngineSettings.METRICS_HOST),
        configuration.value(EngineSettings.METRICS_PORT),
        configuration.value(EngineSettings.SHARDS),
        heartbeat,
        expiry,
        configuration.value(EngineSettings.DEFAULT_RETENTION));
  }

  private static PersistencePlugins loadPlugins() {
    return PersistencePlugins.load(EngineConfiguration.class.getClassLoader());
  }
}
