// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import static java.util.Objects.requireNonNull;

import dev.fencepost.engine.internal.cluster.Ownership;
import dev.fencepost.engine.internal.matching.MatchingService;
import dev.fencepost.engine.internal.namespace.NamespaceRegistry;
import dev.fencepost.engine.internal.rpc.ServiceErrors;
import dev.fencepost.engine.v1.CancelActivityRequest;
import dev.fencepost.engine.v1.CancelActivityResponse;
import dev.fencepost.engine.v1.CompleteActivityRequest;
import dev.fencepost.engine.v1.CompleteActivityResponse;
import dev.fencepost.engine.v1.CompleteWorkflowTaskRequest;
import dev.fencepost.engine.v1.CompleteWorkflowTaskResponse;
import dev.fencepost.engine.v1.DescribeWorkflowRequest;
import dev.fencepost.engine.v1.DescribeWorkflowResponse;
import dev.fencepost.engine.v1.FailActivityRequest;
import dev.fencepost.engine.v1.FailActivityResponse;
import dev.fencepost.engine.v1.FailWorkflowTaskRequest;
import dev.fencepost.engine.v1.FailWorkflowTaskResponse;
import dev.fencepost.engine.v1.HeartbeatActivityRequest;
import dev.fencepost.engine.v1.HeartbeatActivityResponse;
import dev.fencepost.engine.v1.QueryWorkflowRequest;
import dev.fencepost.engine.v1.QueryWorkflowResponse;
import dev.fencepost.engine.v1.ReadWorkflowHistoryRequest;
import dev.fencepost.engine.v1.ReadWorkflowHistoryResponse;
import dev.fencepost.engine.v1.ReadWorkflowHistoryReverseRequest;
import dev.fencepost.engine.v1.ReadWorkflowHistoryReverseResponse;
import dev.fencepost.engine.v1.RecordActivityTaskStartedRequest;
import dev.fencepost.engine.v1.RecordActivityTaskStartedResponse;
import dev.fencepost.engine.v1.RecordChildCompletedRequest;
import dev.fencepost.engine.v1.RecordChildCompletedResponse;
import dev.fencepost.engine.v1.RecordWorkflowTaskStartedRequest;
import dev.fencepost.engine.v1.RecordWorkflowTaskStartedResponse;
import dev.fencepost.engine.v1.RequestCancelWorkflowRequest;
import dev.fencepost.engine.v1.RequestCancelWorkflowResponse;
import dev.fencepost.engine.v1.ResetStickyRequest;
import dev.fencepost.engine.v1.ResetStickyResponse;
import dev.fencepost.engine.v1.SignalWithStartWorkflowRequest;
import dev.fencepost.engine.v1.SignalWithStartWorkflowResponse;
import dev.fencepost.engine.v1.SignalWorkflowRequest;
import dev.fencepost.engine.v1.SignalWorkflowResponse;
import dev.fencepost.engine.v1.StartWorkflowRequest;
import dev.fencepost.engine.v1.StartWorkflowResponse;
import dev.fencepost.engine.v1.TerminateWorkflowRequest;
import dev.fencepost.engine.v1.TerminateWorkflowResponse;
import dev.fencepost.spi.Persistence;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The history service of this process: the owner of the shards that {@link Ownership} assigns to
 * it. Answers UNAVAILABLE for other shards, and until it is started.
 */
public final class LocalHistoryService implements HistoryService, AutoCloseable {

  private final Persistence persistence;
  private final Ownership ownership;
  private final NamespaceRegistry namespaces;
  private final MeterRegistry meters;
  private final InstantSource clock;
  private final String owner;
  private final HistorySettings settings;
  private volatile @Nullable Parts parts;

  /** What there is once the service has started. */
  private record Parts(
      ShardController shards,
      ClientCalls clients,
      WorkflowTaskCalls workflowTasks,
      ActivityCalls activities,
      HistoryPages pages,
      QueryCalls queries,
      ParentCalls parents) {}

  /**
   * A service that owns nothing yet.
   *
   * @param owner how this process names itself, for people; at most 255 characters
   */
  public LocalHistoryService(
      Persistence persistence,
      Ownership ownership,
      NamespaceRegistry namespaces,
      MeterRegistry meters,
      InstantSource clock,
      String owner,
      HistorySettings settings) {
    this.persistence = requireNonNull(persistence, "persistence is null");
    this.ownership = requireNonNull(ownership, "ownership is null");
    this.namespaces = requireNonNull(namespaces, "namespaces is null");
    this.meters = requireNonNull(meters, "meters is null");
    this.clock = requireNonNull(clock, "clock is null");
    this.owner = requireNonNull(owner, "owner is null");
    this.settings = requireNonNull(settings, "settings is null");
  }

  /**
   * Starts to acquire shards and to work on them.
   *
   * @param cluster the history service of whichever process owns a shard, this one included
   * @param matching the matching service of whichever process owns a task queue
   */
  public void start(HistoryService cluster, MatchingService matching) {
    HistoryMetrics metrics = new HistoryMetrics(meters);
    Environment environment =
        new Environment(
            persistence,
            ownership,
            namespaces,
            cluster,
            matching,
            new EventCache(settings.cachedEventBytes()),
            metrics,
            clock,
            owner,
            settings);
    ShardController shards = new ShardController(environment);
    Runs runs = new Runs(shards);
    PayloadLimit limit = new PayloadLimit(settings.payloadBytes());
    parts =
        new Parts(
            shards,
            new ClientCalls(runs, limit, clock),
            new WorkflowTaskCalls(runs, metrics, clock),
            new ActivityCalls(runs, metrics, limit),
            new HistoryPages(runs, settings),
            new QueryCalls(runs, settings),
            new ParentCalls(runs));
    shards.start();
  }

  /** The shards this process holds just now. */
  public Set<Integer> heldShards() {
    Parts started = parts;
    return started == null ? Set.of() : Set.copyOf(started.shards().held().keySet());
  }

  /** Takes no new work, finishes what is under way and releases every shard. */
  @Override
  public void close() {
    Optional.ofNullable(parts).ifPresent(started -> started.shards().close());
  }

  private <T> T call(Function<Parts, T> call) {
    Parts started = parts;
    if (started == null) {
      throw ServiceErrors.unavailable("the history service is starting");
    }
    return Failures.translated(() -> call.apply(started));
  }

  @Override
  public StartWorkflowResponse startWorkflowExecution(StartWorkflowRequest request) {
    return call(service -> service.clients().start(request));
  }

  @Override
  public SignalWithStartWorkflowResponse signalWithStartWorkflowExecution(
      SignalWithStartWorkflowRequest request) {
    return call(service -> service.clients().signalWithStart(request));
  }

  @Override
  public SignalWorkflowResponse signalWorkflowExecution(SignalWorkflowRequest request) {
    return call(service -> service.clients().signal(request));
  }

  @Override
  public RequestCancelWorkflowResponse requestCancelWorkflowExecution(
      RequestCancelWorkflowRequest request) {
    return call(service -> service.clients().requestCancel(request));
  }

  @Override
  public TerminateWorkflowResponse terminateWorkflowExecution(TerminateWorkflowRequest request) {
    return call(service -> service.clients().terminate(request));
  }

  @Override
  public DescribeWorkflowResponse describeWorkflowExecution(DescribeWorkflowRequest request) {
    return call(service -> service.clients().describe(request));
  }

  @Override
  public ReadWorkflowHistoryResponse readWorkflowExecutionHistory(
      ReadWorkflowHistoryRequest request) {
    return call(service -> service.pages().read(request));
  }

  @Override
  public ReadWorkflowHistoryReverseResponse readWorkflowExecutionHistoryReverse(
      ReadWorkflowHistoryReverseRequest request) {
    return call(service -> service.pages().readReverse(request));
  }

  @Override
  public QueryWorkflowResponse queryWorkflow(QueryWorkflowRequest request) {
    io.temporal.api.workflowservice.v1.QueryWorkflowResponse response =
        call(service -> service.queries().query(request.getNamespaceId(), request.getRequest()));
    return QueryWorkflowResponse.newBuilder().setResponse(response).build();
  }

  @Override
  public ResetStickyResponse resetStickyTaskQueue(ResetStickyRequest request) {
    return call(service -> service.clients().resetSticky(request));
  }

  @Override
  public RecordWorkflowTaskStartedResponse recordWorkflowTaskStarted(
      RecordWorkflowTaskStartedRequest request) {
    return call(service -> service.workflowTasks().recordStarted(request));
  }

  @Override
  public CompleteWorkflowTaskResponse respondWorkflowTaskCompleted(
      CompleteWorkflowTaskRequest request) {
    return call(service -> service.workflowTasks().complete(request));
  }

  @Override
  public FailWorkflowTaskResponse respondWorkflowTaskFailed(FailWorkflowTaskRequest request) {
    return call(service -> service.workflowTasks().fail(request));
  }

  @Override
  public RecordActivityTaskStartedResponse recordActivityTaskStarted(
      RecordActivityTaskStartedRequest request) {
    return call(service -> service.activities().recordStarted(request));
  }

  @Override
  public HeartbeatActivityResponse recordActivityTaskHeartbeat(HeartbeatActivityRequest request) {
    return call(service -> service.activities().heartbeat(request));
  }

  @Override
  public CompleteActivityResponse respondActivityTaskCompleted(CompleteActivityRequest request) {
    return call(service -> service.activities().complete(request));
  }

  @Override
  public FailActivityResponse respondActivityTaskFailed(FailActivityRequest request) {
    return call(service -> service.activities().fail(request));
  }

  @Override
  public CancelActivityResponse respondActivityTaskCanceled(CancelActivityRequest request) {
    return call(service -> service.activities().cancel(request));
  }

  @Override
  public RecordChildCompletedResponse recordChildExecutionCompleted(
      RecordChildCompletedRequest request) {
    return call(service -> service.parents().recordChildCompleted(request));
  }
}
