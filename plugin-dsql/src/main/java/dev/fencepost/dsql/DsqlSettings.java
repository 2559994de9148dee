// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql;

import dev.fencepost.spi.config.Configuration;
import dev.fencepost.spi.config.InvalidConfiguration;
import dev.fencepost.spi.config.Setting;
import java.time.Duration;
import java.util.List;

/**
 * The settings of the plugin, read and checked. Immutable.
 *
 * @param cluster where the cluster is and who connects
 * @param schema the schema that holds the tables
 * @param pool how many connections there are and how long they live
 * @param fence how writes are fenced
 * @param stripes how many writes of a shard can be in flight with {@link FenceChoice#CAS}
 * @param taskQueueStripes the same of a task queue
 * @param writes how writes are sent
 * @param retry how long a call goes on
 * @param maximumBlobBytes the largest blob that is stored
 */
public record DsqlSettings(
    ClusterAccess cluster,
    String schema,
    Pool pool,
    FenceChoice fence,
    int stripes,
    int taskQueueStripes,
    WriteForm writes,
    Retry retry,
    int maximumBlobBytes) {

  /**
   * The pool of connections.
   *
   * @param size how many connections are kept
   * @param warmUp how many are opened before the plugin counts as open
   * @param newPerSecond how many are opened in a second at most
   * @param waitTime how long a call waits for one
   * @param connectTime how long opening one may take
   * @param maximumLifetime how old one may get
   * @param socketTimeout how long the network may be silent during a statement
   */
  public record Pool(
      int size,
      int warmUp,
      int newPerSecond,
      Duration waitTime,
      Duration connectTime,
      Duration maximumLifetime,
      Duration socketTimeout) {}

  /**
   * The bounds of the loop around a call.
   *
   * @param attempts the most attempts
   * @param time how long attempts are started
   * @param firstDelay the longest wait before the second attempt
   * @param longestDelay the longest wait before any attempt
   * @param outcomeResolutionTime how long the outcome of a lost write is looked for
   */
  public record Retry(
      int attempts,
      Duration time,
      Duration firstDelay,
      Duration longestDelay,
      Duration outcomeResolutionTime) {}

  /** All settings, in the order of the manual. */
  public static List<Setting<?>> all() {
    return DsqlKeys.all();
  }

  /**
   * Reads the settings.
   *
   * @param configuration the section of the plugin
   * @throws InvalidConfiguration if a key is missing, unknown, mistyped, out of range, or does not
   *     go with another
   */
  public static DsqlSettings read(Configuration configuration) {
    configuration.requireKnown(all());
    return new DsqlSettings(
        ClusterAccess.read(configuration),
        configuration.value(DsqlKeys.SCHEMA),
        pool(configuration),
        configuration.value(DsqlKeys.FENCE),
        configuration.value(DsqlKeys.STRIPES),
        configuration.value(DsqlKeys.TASK_QUEUE_STRIPES),
        configuration.value(DsqlKeys.WRITES),
        new Retry(
            configuration.value(DsqlKeys.RETRY_ATTEMPTS),
            configuration.value(DsqlKeys.RETRY_TIME),
            configuration.value(DsqlKeys.RETRY_FIRST_DELAY),
            configuration.value(DsqlKeys.RETRY_LONGEST_DELAY),
            configuration.value(DsqlKeys.OUTCOME_RESOLUTION_TIME)),
        configuration.value(DsqlKeys.MAXIMUM_BLOB_BYTES));
  }

  private static Pool pool(Configuration configuration) {
    int size = configuration.value(DsqlKeys.POOL_SIZE);
    int warmUp =
        configuration.valueIfPresent(DsqlKeys.WARM_UP).orElseGet(() -> defaultWarmUp(size));
    if (warmUp > size) {
      throw new InvalidConfiguration(
          "'warm-up-connections' is "
              + warmUp
              + " and 'pool-size' is "
              + size
              + ": the pool can't warm up more connections than it keeps");
    }
    return new Pool(
        size,
        warmUp,
        configuration.value(DsqlKeys.NEW_CONNECTIONS),
        configuration.value(DsqlKeys.CONNECTION_TIMEOUT),
        configuration.value(DsqlKeys.CONNECT_TIMEOUT),
        configuration.value(DsqlKeys.CONNECTION_MAX_LIFETIME),
        configuration.value(DsqlKeys.SOCKET_TIMEOUT));
  }

  private static int defaultWarmUp(int poolSize) {
    return Math.min(
        poolSize, DsqlKeys.WARM_UP.parser().apply(DsqlKeys.WARM_UP.defaultText().orElseThrow()));
  }

  /** Names the database without the password. */
  @Override
  public String toString() {
    return "DsqlSettings[" + cluster + ", schema " + schema + "]";
  }
}
