// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine;

import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.temporal.api.operatorservice.v1.OperatorServiceGrpc;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gRPC port. Every call has a virtual thread of its own, which may block. */
final class GrpcEndpoint {

  /** Above what clients may send: one of their requests, wrapped. */
  static final int MAX_PEER_MESSAGE_BYTES = 256 * 1024 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(GrpcEndpoint.class);

  private final Server server;
  private final HealthStatusManager health;

  private GrpcEndpoint(Server server, HealthStatusManager health) {
    this.server = server;
    this.health = health;
  }

  static GrpcEndpoint start(
      EngineConfiguration configuration, List<ServerServiceDefinition> services) {
    HealthStatusManager health = new HealthStatusManager();
    setHealth(health, ServingStatus.NOT_SERVING);
    Server server =
        NettyServerBuilder.forAddress(
                Addresses.listening(configuration.host(), configuration.port(), "server.host"))
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .maxInboundMessageSize(MAX_PEER_MESSAGE_BYTES)
            .permitKeepAliveTime(1, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true)
            .keepAliveTime(30, TimeUnit.SECONDS)
            .keepAliveTimeout(15, TimeUnit.SECONDS)
            .addServices(services)
            .addService(health.getHealthService())
            .build();
    try {
      server.start();
    } catch (IOException unavailable) {
      server.shutdownNow();
      throw Addresses.failure(
          configuration.host(), configuration.port(), "server.port", unavailable);
    }
    return new GrpcEndpoint(server, health);
  }

  int port() {
    return server.getPort();
  }

  /** Tells who asks for the health that calls are served. */
  void serving() {
    setHealth(health, ServingStatus.SERVING);
  }

  /** Takes no new calls. */
  void drain() {
    health.enterTerminalState();
    server.shutdown();
  }

  /** Ends, at the latest after the time given. */
  void close(Duration drainTimeout) {
    server.shutdown();
    try {
      if (!server.awaitTermination(drainTimeout.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.info("calls were still under way after {}; they are cut", drainTimeout);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    server.shutdownNow();
  }

  /** Where peers reach this process. */
  String advertisedAddress(EngineConfiguration configuration) {
    String advertised = configuration.advertisedAddress();
    if (advertised.isEmpty()) {
      return Addresses.hostAndPort(reachableHost(configuration.host()), port());
    }
    return Addresses.hasPort(advertised) ? advertised : Addresses.hostAndPort(advertised, port());
  }

  private static String reachableHost(String host) {
    try {
      return InetAddress.getByName(host).isAnyLocalAddress()
          ? InetAddress.getLocalHost().getHostAddress()
          : host;
    } catch (UnknownHostException unknown) {
      LOG.warn("the host's own address is unknown; set 'server.advertised-address'");
      return host;
    }
  }

  private static void setHealth(HealthStatusManager health, ServingStatus status) {
    health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, status);
    health.setStatus(WorkflowServiceGrpc.SERVICE_NAME, status);
    health.setStatus(OperatorServiceGrpc.SERVICE_NAME, status);
  }
}
