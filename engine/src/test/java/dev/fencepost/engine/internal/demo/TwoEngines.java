// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.fencepost.engine.EngineConfiguration;
import dev.fencepost.engine.internal.demo.audit.Acknowledgements;
import dev.fencepost.engine.internal.demo.audit.Audit;
import dev.fencepost.engine.internal.demo.audit.CallRecorder;
import dev.fencepost.engine.internal.demo.workload.Ledger;
import dev.fencepost.spi.PersistenceContext;
import dev.fencepost.spi.PersistencePlugins;
import dev.fencepost.spi.schema.SchemaAdministration;
import dev.fencepost.testkit.fault.FaultProxy;
import dev.fencepost.testkit.fault.Framing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Two engine processes on one database, the first of which reaches it through a proxy; a client and
 * a worker on the second. Half of the workflows are told to go on before the fault, half after it.
 */
final class TwoEngines implements AutoCloseable {

  static final int WORKFLOWS = 48;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final String backend;
  private final Map<String, String> access;
  private final FaultProxy proxy;
  private final int firstPort;
  private final int firstMetricsPort;
  private final EngineProcess first;
  private final EngineProcess second;
  private final Ledger ledger = new Ledger();
  private final Acknowledgements acknowledgements = new Acknowledgements();
  private final CallRecorder recorder = new CallRecorder(acknowledgements);
  private final Connections connections;
  private final Load load;
  private final CompletableFuture<Void> loading;

  private TwoEngines(Path folder, String backend, Map<String, String> access) throws IOException {
    this.backend = backend;
    this.access = Map.copyOf(access);
    String url = requireNonNull(access.get("url"));
    URI address = URI.create(url.substring("jdbc:".length()));
    proxy =
        FaultProxy.start(
            new InetSocketAddress(address.getHost(), address.getPort()), Framing.CHUNKS);
    firstPort = Folder.freePort();
    firstMetricsPort = Folder.freePort();
    int secondPort = Folder.freePort();
    Path firstYaml =
        write(
            folder.resolve("first.yaml"),
            url.replace(":" + address.getPort(), ":" + proxy.port()),
            firstPort,
            firstMetricsPort);
    Path secondYaml = write(folder.resolve("second.yaml"), url, secondPort, 0);
    setUpSchema(EngineConfiguration.read(secondYaml, Map.of()));
    first = EngineProcess.start(firstYaml, folder.resolve("first.log"));
    second = EngineProcess.start(secondYaml, folder.resolve("second.log"));
    connections = Connections.open("127.0.0.1:" + secondPort, recorder, ledger);
    load =
        new Load(
            connections.client(),
            new DemoPlan(WORKFLOWS, backend, 1, 1, DemoPlan.Leftovers.DELETE));
    loading = CompletableFuture.runAsync(load::run);
  }

  /**
   * Starts both on a database that runs.
   *
   * @param folder where they log
   * @param backend the plugin
   * @param access url, user and password
   */
  static TwoEngines start(Path folder, String backend, Map<String, String> access)
      throws IOException, InterruptedException, SQLException {
    TwoEngines engines = new TwoEngines(folder, backend, access);
    engines.awaitLoaded();
    return engines;
  }

  EngineProcess first() {
    return first;
  }

  /** Whether the first engine's process is stopped, as the operating system sees it. */
  boolean firstIsStopped() throws IOException {
    Process state =
        new ProcessBuilder("ps", "-o", "state=", "-p", Long.toString(first.processId())).start();
    return new String(state.getInputStream().readAllBytes(), UTF_8).strip().startsWith("T");
  }

  /** What the first engine answers when it is asked for its health. */
  String healthOfFirst() throws IOException, InterruptedException {
    URI health = URI.create("http://127.0.0.1:" + firstMetricsPort + "/health");
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(health).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  FaultProxy proxy() {
    return proxy;
  }

  DatabaseView view() {
    return new DatabaseView(access, firstPort);
  }

  /** How many calls of clients and workers failed so far and were tried again. */
  long failedCalls() {
    return recorder.failures().values().stream().mapToLong(Long::longValue).sum();
  }

  /** The second half of the workflows is told to go on, from now on. */
  void tellTheRestToGoOn() {
    load.killsAreOver();
  }

  /** Waits until everybody's signal was acknowledged, which takes the owner of every shard. */
  void awaitAllToldToGoOn() throws InterruptedException, ExecutionException, TimeoutException {
    loading.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  void awaitAllEnded() throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (load.ended() < WORKFLOWS) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("still open: " + load.open());
      }
      Thread.sleep(20);
    }
  }

  Audit audit() {
    return Audit.of(
        EvidenceCollector.collect(connections, load, ledger, acknowledgements.completions()));
  }

  @Override
  public void close() {
    connections.close();
    first.signal("CONT");
    first.kill();
    second.close();
    proxy.close();
  }

  /** All workflows are started, half of them told to go on, and both engines own shards. */
  private void awaitLoaded() throws InterruptedException, SQLException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (load.steps() < WORKFLOWS + WORKFLOWS / 2 || view().shardsOfFirst().isEmpty()) {
      if (System.nanoTime() > deadline || loading.isCompletedExceptionally()) {
        throw new AssertionError("only " + load.steps() + " steps were made");
      }
      Thread.sleep(20);
    }
  }

  private Path write(Path file, String url, int port, int metricsPort) throws IOException {
    return Files.writeString(
        file,
        """
        persistence:
          backend: %s
          %s:
            url: "%s"
            user: %s
            password: %s
        server:
          port: %d
        metrics:
          port: %d
        cluster:
          shards: 8
          heartbeat: 400ms
          expiry: 2s
        """
            .formatted(
                backend,
                backend,
                url,
                access.get("user"),
                access.get("password"),
                port,
                metricsPort));
  }

  private static void setUpSchema(EngineConfiguration configuration) {
    try (SchemaAdministration administration =
        PersistencePlugins.load(TwoEngines.class.getClassLoader())
            .select(configuration.backend())
            .openSchema(
                configuration.persistence(),
                new PersistenceContext(new SimpleMeterRegistry(), "test"))) {
      administration.setup();
    }
  }
}
