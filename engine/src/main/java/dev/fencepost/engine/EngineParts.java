// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine;

import dev.fencepost.engine.internal.cluster.CancelablePolls;
import dev.fencepost.engine.internal.cluster.ClusterIdentity;
import dev.fencepost.engine.internal.cluster.HistoryRouter;
import dev.fencepost.engine.internal.cluster.MatchingRouter;
import dev.fencepost.engine.internal.cluster.MemberOwnership;
import dev.fencepost.engine.internal.cluster.Membership;
import dev.fencepost.engine.internal.cluster.PeerChannels;
import dev.fencepost.engine.internal.cluster.ServedHistory;
import dev.fencepost.engine.internal.cluster.ServedMatching;
import dev.fencepost.engine.internal.frontend.Frontend;
import dev.fencepost.engine.internal.history.HistoryService;
import dev.fencepost.engine.internal.history.HistorySettings;
import dev.fencepost.engine.internal.history.LocalHistoryService;
import dev.fencepost.engine.internal.matching.LocalMatchingService;
import dev.fencepost.engine.internal.matching.MatchingService;
import dev.fencepost.engine.internal.matching.MatchingSettings;
import dev.fencepost.engine.internal.metrics.CallMetrics;
import dev.fencepost.engine.internal.metrics.Health;
import dev.fencepost.engine.internal.metrics.MetricsServer;
import dev.fencepost.engine.internal.namespace.NamespaceFollower;
import dev.fencepost.engine.internal.namespace.Namespaces;
import dev.fencepost.engine.internal.rpc.CallObserver;
import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.PersistenceContext;
import dev.fencepost.spi.PersistencePlugins;
import io.grpc.ServerServiceDefinition;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What a running engine consists of, in the order of its start; it is stopped in the opposite
 * order.
 */
final class EngineParts implements AutoCloseable {

  private static final String ROLE = "engine";

  private final StartedParts started;
  private final GrpcEndpoint endpoint;
  private final MetricsServer metrics;
  private final String address;
  private volatile boolean draining;

  private EngineParts(
      EngineConfiguration configuration, PersistencePlugins plugins, StartedParts started) {
    this.started = started;
    PrometheusMeterRegistry meters =
        started.add(
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), PrometheusMeterRegistry::close);
    started.add(ProcessMeters.bind(meters), ProcessMeters::close);
    Persistence persistence = started.add(open(configuration, plugins, meters), Persistence::close);
    ClusterIdentity cluster =
        ClusterIdentity.agree(persistence.clusterMetadata(), configuration.shards());
    Namespaces namespaces = new Namespaces(persistence.namespaces());
    namespaces.ensureDefault(configuration.defaultRetention());
    started.add(NamespaceFollower.start(namespaces), NamespaceFollower::close);

    UUID self = UUID.randomUUID();
    Membership membership =
        new Membership(
            persistence.clusterMembership(),
            self,
            ROLE,
            configuration.heartbeat(),
            configuration.expiry());
    MemberOwnership ownership = new MemberOwnership(membership, cluster.shardCount());
    PeerChannels peers = started.add(new PeerChannels(membership), PeerChannels::close);
    LocalHistoryService localHistory =
        new LocalHistoryService(
            persistence,
            ownership,
            namespaces,
            meters,
            InstantSource.system(),
            self.toString(),
            HistorySettings.DEFAULTS);
    HistoryService history = new HistoryRouter(membership, ownership, () -> localHistory, peers);
    LocalMatchingService ownedTaskQueues =
        started.add(
            LocalMatchingService.start(
                persistence.taskQueues(),
                history,
                ownership,
                MatchingSettings.defaults(),
                meters,
                InstantSource.system()),
            LocalMatchingService::close);
    MatchingService localMatching = new CancelablePolls(ownedTaskQueues);
    MatchingService matching = new MatchingRouter(membership, () -> localMatching, peers);

    CallObserver observer = new CallMetrics(meters);
    List<ServerServiceDefinition> services =
        new ArrayList<>(
            new Frontend(
                    history,
                    matching,
                    namespaces,
                    persistence.visibility(),
                    cluster,
                    EngineVersion.text(),
                    configuration.backend(),
                    configuration.defaultRetention(),
                    configuration.maxMessageBytes())
                .services(observer));
    services.add(ServedHistory.of(localHistory, GrpcEndpoint.MAX_PEER_MESSAGE_BYTES, observer));
    services.add(ServedMatching.of(localMatching, GrpcEndpoint.MAX_PEER_MESSAGE_BYTES, observer));
    endpoint =
        started.add(
            GrpcEndpoint.start(configuration, services),
            running -> running.close(configuration.drainTimeout()));
    address = endpoint.advertisedAddress(configuration);
    metrics =
        started.add(
            startMetrics(configuration, meters, () -> health(membership, localHistory, cluster)),
            MetricsServer::close);

    // stopped in the opposite order: what is under way is finished, then the others are told, then
    // the port waits for the last answers
    started.add(membership, Membership::leave);
    started.add(ownedTaskQueues, LocalMatchingService::close);
    started.add(localHistory, LocalHistoryService::close);
    Gauge.builder("fencepost.history.shards.held", () -> localHistory.heldShards().size())
        .register(meters);
    Gauge.builder("fencepost.cluster.members", () -> membership.addresses().size())
        .register(meters);
    localHistory.start(history, matching);
    membership.join(address);
    started.add(endpoint, GrpcEndpoint::drain);
    endpoint.serving();
  }

  static EngineParts start(EngineConfiguration configuration, PersistencePlugins plugins) {
    StartedParts started = new StartedParts();
    try {
      return new EngineParts(configuration, plugins, started);
    } catch (RuntimeException | Error failure) {
      started.close();
      throw failure;
    }
  }

  int port() {
    return endpoint.port();
  }

  int metricsPort() {
    return metrics.port();
  }

  String address() {
    return address;
  }

  @Override
  public void close() {
    draining = true;
    started.close();
  }

  private static Persistence open(
      EngineConfiguration configuration, PersistencePlugins plugins, MeterRegistry meters) {
    return plugins
        .select(configuration.backend())
        .open(
            configuration.persistence(),
            new PersistenceContext(meters, "fencepost engine " + ProcessHandle.current().pid()));
  }

  private static MetricsServer startMetrics(
      EngineConfiguration configuration, PrometheusMeterRegistry meters, Supplier<Health> health) {
    String host = configuration.metricsHost();
    int port = configuration.metricsPort();
    try {
      return MetricsServer.start(Addresses.listening(host, port, "metrics.host"), meters, health);
    } catch (IOException unavailable) {
      throw Addresses.failure(host, port, "metrics.port", unavailable);
    }
  }

  private Health health(
      Membership membership, LocalHistoryService history, ClusterIdentity cluster) {
    Health.Status status =
        draining
            ? Health.Status.DRAINING
            : membership.isAlive() ? Health.Status.SERVING : Health.Status.NO_HEARTBEAT;
    return new Health(
        status, history.heldShards().size(), cluster.shardCount(), membership.addresses());
  }
}
