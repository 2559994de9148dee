// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.config;

import dev.fencepost.spi.config.Setting;
import java.time.Duration;
import java.util.List;

/** Every setting of the engine, with its whole key. */
public final class EngineSettings {

  /** The storage plugin. */
  public static final Setting<String> BACKEND =
      Setting.requiredText(
          "persistence.backend",
          "The storage plugin, by name. Its own keys stand below persistence.<name>.");

  /** The address to listen on. */
  public static final Setting<String> HOST =
      Setting.text(
          "server.host",
          "127.0.0.1",
          "Address the gRPC API listens on; 0.0.0.0 listens on all. There is no authentication:"
              + " whoever reaches the port may do everything.");

  /** The port of the gRPC API. */
  public static final Setting<Integer> PORT =
      Setting.integer(
          "server.port",
          0,
          65_535,
          7233,
          "Port of the gRPC API, for clients and for the other engine processes; 0 takes a free"
              + " one.");

  /** Where peers reach this process. */
  public static final Setting<String> ADVERTISED_ADDRESS =
      Setting.text(
          "server.advertised-address",
          "",
          "Where the other engine processes reach this one, host or host:port; empty is what it"
              + " listens on, or the host's own address if that is all addresses.");

  /** The largest request. */
  public static final Setting<Integer> MAX_MESSAGE_BYTES =
      Setting.integer(
          "server.max-message-bytes",
          64 * 1024,
          64 * 1024 * 1024,
          4 * 1024 * 1024,
          "Largest gRPC request in bytes; a larger one is refused with RESOURCE_EXHAUSTED.");

  /** How long closing waits. */
  public static final Setting<Duration> DRAIN_TIMEOUT =
      Setting.duration(
          "server.drain-timeout",
          Duration.ZERO,
          Duration.ofMinutes(10),
          Duration.ofSeconds(10),
          "How long a process that is asked to stop waits for the calls under way.");

  /** The address of the metrics port. */
  public static final Setting<String> METRICS_HOST =
      Setting.text("metrics.host", "127.0.0.1", "Address the metrics port listens on.");

  /** The port of metrics and health. */
  public static final Setting<Integer> METRICS_PORT =
      Setting.integer(
          "metrics.port",
          0,
          65_535,
          7234,
          "Port of /metrics (Prometheus) and /health; 0 takes a free one.");

  /** The number of shards. */
  public static final Setting<Integer> SHARDS =
      Setting.integer(
          "cluster.shards",
          1,
          16_384,
          16,
          "Number of shards the workflows are spread over. It is fixed when the database is used"
              + " first; another value later is refused.");

  /** The time between signs of life. */
  public static final Setting<Duration> HEARTBEAT =
      Setting.duration(
          "cluster.heartbeat",
          Duration.ofMillis(50),
          Duration.ofSeconds(30),
          Duration.ofSeconds(1),
          "How often a process says that it is alive.");

  /** How long a silent process counts as alive. */
  public static final Setting<Duration> EXPIRY =
      Setting.duration(
          "cluster.expiry",
          Duration.ofMillis(200),
          Duration.ofMinutes(5),
          Duration.ofSeconds(5),
          "After this long without a sign of life a process counts as dead and its shards are taken"
              + " over; at least twice the heartbeat.");

  /** The retention of the default namespace. */
  public static final Setting<Duration> DEFAULT_RETENTION =
      Setting.duration(
          "namespace.default-retention",
          Duration.ofHours(1),
          Duration.ofDays(3_650),
          Duration.ofDays(3),
          "How long closed workflows are kept: in the namespace 'default', which is created at the"
              + " first start, and in namespaces registered without a retention.");

  /** All of them, in the order of the manual. */
  public static final List<Setting<?>> ALL =
      List.of(
          BACKEND,
          HOST,
          PORT,
          ADVERTISED_ADDRESS,
          MAX_MESSAGE_BYTES,
          DRAIN_TIMEOUT,
          METRICS_HOST,
          METRICS_PORT,
          SHARDS,
          HEARTBEAT,
          EXPIRY,
          DEFAULT_RETENTION);

  private EngineSettings() {}
}
