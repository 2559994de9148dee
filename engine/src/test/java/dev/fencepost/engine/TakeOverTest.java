// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.engine.embedded.EmbeddedDatabase;
import dev.fencepost.engine.embedded.TemporaryDatabase;
import dev.fencepost.spi.PersistenceContext;
import dev.fencepost.spi.PersistencePlugins;
import dev.fencepost.spi.schema.SchemaAdministration;
import dev.fencepost.testkit.fault.FaultProxy;
import dev.fencepost.testkit.fault.Framing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two engine processes on one PostgreSQL, of which one stops serving in the middle of its work. */
@Timeout(240)
class TakeOverTest {

  private static final String TASK_QUEUE = "parcels";
  private static final int SHARDS = 8;
  private static final int WORKFLOWS = 24;
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @TempDir private Path folder;
  private final Deque<AutoCloseable> closing = new ArrayDeque<>();
  private TemporaryDatabase database;
  private ServerProcess survivor;
  private WorkflowClient client;

  @WorkflowInterface
  public interface Parcel {
    @WorkflowMethod
    String deliver();

    @SignalMethod
    void address(String street);
  }

  @ActivityInterface
  public interface Post {
    String carry(String street);
  }

  public static final class ParcelWorkflow implements Parcel {
    private final Post post =
        Workflow.newActivityStub(
            Post.class,
            ActivityOptions.newBuilder().setStartToCloseTimeout(Duration.ofSeconds(10)).build());
    private final List<String> streets = new ArrayList<>();

    @Override
    public String deliver() {
      Workflow.await(() -> !streets.isEmpty());
      Workflow.sleep(Duration.ofMillis(100));
      return post.carry(streets.getFirst());
    }

    @Override
    public void address(String street) {
      streets.add(street);
    }
  }

  @BeforeEach
  void startSurvivor() throws IOException {
    database = TemporaryDatabase.start(line -> {});
    closing.push(database);
    Path configuration = configuration("survivor", database.database().url());
    EngineConfiguration read = EngineConfiguration.read(configuration, Map.of());
    try (SchemaAdministration schema =
        PersistencePlugins.load(TakeOverTest.class.getClassLoader())
            .select(read.backend())
            .openSchema(
                read.persistence(), new PersistenceContext(new SimpleMeterRegistry(), "test"))) {
      schema.setup();
    }
    survivor = server("survivor", configuration);
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(survivor.address()).build());
    closing.push(stubs::shutdownNow);
    client = WorkflowClient.newInstance(stubs);
    WorkerFactory workers = WorkerFactory.newInstance(client);
    Worker worker = workers.newWorker(TASK_QUEUE);
    worker.registerWorkflowImplementationTypes(ParcelWorkflow.class);
    Post post = street -> "delivered to " + street;
    worker.registerActivitiesImplementations(post);
    workers.start();
    closing.push(workers::shutdownNow);
  }

  @AfterEach
  void stop() throws Exception {
    while (!closing.isEmpty()) {
      closing.pop().close();
    }
  }

  @Test
  void killedProcess_isReplacedInTime() throws Exception {
    ServerProcess other = other(database.database().url());
    List<WorkflowStub> parcels = parcelsUnderWay();

    other.kill();

    assertThatTheSurvivorTakesOver();
    parcels.subList(0, WORKFLOWS / 2).forEach(this::sendAddress);
    assertThatAllAreDelivered(parcels);
  }

  @Test
  void frozenProcess_isReplacedInTimeAndHarmsNothingWhenItThaws() throws Exception {
    ServerProcess other = other(database.database().url());
    List<WorkflowStub> parcels = parcelsUnderWay();

    other.freeze();

    assertThatTheSurvivorTakesOver();
    parcels.subList(0, WORKFLOWS / 2).forEach(this::sendAddress);
    other.thaw();
    assertThatAllAreDelivered(parcels);
    await("both share the shards again", () -> other.shardsHeld() > 0);
  }

  @Test
  void processWhoseDatabaseConnectionsGoDead_isReplacedInTimeAndComesBack() throws Exception {
    URI server = URI.create(database.database().url().substring("jdbc:".length()));
    FaultProxy proxy =
        FaultProxy.start(new InetSocketAddress(server.getHost(), server.getPort()), Framing.CHUNKS);
    closing.push(proxy);
    ServerProcess other =
        other(
            database
                .database()
                .url()
                .replace(server.getHost() + ":" + server.getPort(), "127.0.0.1:" + proxy.port()));
    List<WorkflowStub> parcels = parcelsUnderWay();

    proxy.freeze();

    assertThatTheSurvivorTakesOver();
    assertThat(other.health()).contains("NO_HEARTBEAT");
    parcels.subList(0, WORKFLOWS / 2).forEach(this::sendAddress);
    assertThatAllAreDelivered(parcels);
    proxy.thaw();
    await("both share the shards again", () -> other.shardsHeld() > 0);
  }

  private ServerProcess other(String url) throws Exception {
    ServerProcess other = server("other", configuration("other", url));
    await(
        "both share the shards",
        () -> other.shardsHeld() > 0 && other.shardsHeld() + survivor.shardsHeld() == SHARDS);
    return other;
  }

  /** Some wait for their address, some are on their way. */
  private List<WorkflowStub> parcelsUnderWay() {
    List<WorkflowStub> parcels = new ArrayList<>();
    for (int number = 0; number < WORKFLOWS; number++) {
      WorkflowStub parcel =
          client.newUntypedWorkflowStub(
              "Parcel",
              WorkflowOptions.newBuilder()
                  .setTaskQueue(TASK_QUEUE)
                  .setWorkflowId("parcel-" + number)
                  .build());
      parcel.start();
      parcels.add(parcel);
    }
    parcels.subList(WORKFLOWS / 2, WORKFLOWS).forEach(this::sendAddress);
    return parcels;
  }

  private void sendAddress(WorkflowStub parcel) {
    parcel.signal("address", "Main Street");
  }

  private void assertThatTheSurvivorTakesOver() throws InterruptedException {
    long begun = System.nanoTime();
    await("the survivor holds every shard", () -> survivor.shardsHeld() == SHARDS);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(LIMIT);
  }

  private void assertThatAllAreDelivered(List<WorkflowStub> parcels) throws Exception {
    for (WorkflowStub parcel : parcels) {
      assertThat(parcel.getResult(60, TimeUnit.SECONDS, String.class))
          .isEqualTo("delivered to Main Street");
      assertThatTheHistoryIsWhole(parcel.getExecution().getWorkflowId());
    }
  }

  private void assertThatTheHistoryIsWhole(String workflowId) {
    List<HistoryEvent> events = client.fetchHistory(workflowId).getHistory().getEventsList();
    for (int index = 0; index < events.size(); index++) {
      assertThat(events.get(index).getEventId()).isEqualTo(index + 1L);
    }
    assertThat(events.stream().map(HistoryEvent::getEventType))
        .containsOnlyOnce(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED)
        .containsOnlyOnce(EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED)
        .endsWith(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED);
  }

  private ServerProcess server(String name, Path configuration) throws IOException {
    ServerProcess server = ServerProcess.start(configuration, folder.resolve(name + ".log"));
    closing.push(server);
    return server;
  }

  private Path configuration(String name, String url) throws IOException {
    return Files.writeString(
        folder.resolve(name + ".yaml"),
        """
        persistence:
          backend: postgres
          postgres:
            url: "%s"
            user: %s
            password: %s
        server.port: 0
        metrics.port: 0
        cluster:
          shards: %d
          heartbeat: 500ms
          expiry: 3s
        """
            .formatted(url, EmbeddedDatabase.USER, database.database().password(), SHARDS));
  }

  private static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("%s in time", what).isLessThan(end);
      Thread.sleep(50);
    }
  }
}
