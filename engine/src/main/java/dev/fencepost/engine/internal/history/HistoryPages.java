// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.fencepost.engine.internal.rpc.ServiceErrors;
import dev.fencepost.engine.v1.HistoryPageToken;
import dev.fencepost.engine.v1.MutableState;
import dev.fencepost.engine.v1.ReadWorkflowHistoryRequest;
import dev.fencepost.engine.v1.ReadWorkflowHistoryResponse;
import dev.fencepost.engine.v1.ReadWorkflowHistoryReverseRequest;
import dev.fencepost.engine.v1.ReadWorkflowHistoryReverseResponse;
import dev.fencepost.engine.v1.RunState;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.HistoryEventFilterType;
import io.temporal.api.history.v1.History;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryResponse;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryReverseRequest;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryReverseResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Histories as clients read them: in pages, and as they go on. */
final class HistoryPages {

  private static final Duration DEFAULT_WAIT = Duration.ofSeconds(20);

  private final Runs runs;
  private final HistorySettings settings;

  HistoryPages(Runs runs, HistorySettings settings) {
    this.runs = runs;
    this.settings = settings;
  }

  ReadWorkflowHistoryResponse read(ReadWorkflowHistoryRequest request) {
    GetWorkflowExecutionHistoryRequest wanted = request.getRequest();
    Optional<HistoryPageToken> token = token(wanted.getNextPageToken());
    RunReference reference = reference(request.getNamespaceId(), wanted.getExecution(), token);
    Duration wait =
        request.hasWaitAtMost() ? Times.duration(request.getWaitAtMost()) : DEFAULT_WAIT;
    long deadline = System.nanoTime() + wait.toNanos();
    boolean closeEventOnly =
        wanted.getHistoryEventFilterType()
            == HistoryEventFilterType.HISTORY_EVENT_FILTER_TYPE_CLOSE_EVENT;
    GetWorkflowExecutionHistoryResponse response =
        runs.on(
            reference,
            shard ->
                closeEventOnly
                    ? closeEvent(shard, reference, wanted, deadline)
                    : page(shard, reference, wanted, token, deadline));
    return ReadWorkflowHistoryResponse.newBuilder().setResponse(response).build();
  }

  private GetWorkflowExecutionHistoryResponse closeEvent(
      OwnedShard shard,
      RunReference reference,
      GetWorkflowExecutionHistoryRequest wanted,
      long deadline) {
    MutableState state =
        wanted.getWaitNewEvent()
            ? await(shard, reference, HistoryPages::isClosed, deadline)
            : Runs.read(shard, reference).state();
    GetWorkflowExecutionHistoryResponse.Builder response =
        GetWorkflowExecutionHistoryResponse.newBuilder();
    History.Builder history = History.newBuilder();
    if (isClosed(state)) {
      history.addEvents(
          new HistoryReader(shard)
              .event(
                  HistoryReader.branch(state),
                  state.getCompletionEventId(),
                  state.getCompletionEventBatchId()));
    } else if (wanted.getWaitNewEvent()) {
      response.setNextPageToken(
          HistoryPageToken.newBuilder().setRunId(state.getRunId()).build().toByteString());
    }
    return response.setHistory(history).build();
  }

  private GetWorkflowExecutionHistoryResponse page(
      OwnedShard shard,
      RunReference reference,
      GetWorkflowExecutionHistoryRequest wanted,
      Optional<HistoryPageToken> token,
      long deadline) {
    long next = token.map(HistoryPageToken::getNextEventId).filter(id -> id > 0).orElse(1L);
    boolean follows =
        wanted.getWaitNewEvent() && token.isPresent() && token.get().getEndEventId() == 0;
    MutableState state =
        follows
            ? await(shard, reference, run -> isClosed(run) || run.getNextEventId() > next, deadline)
            : Runs.read(shard, reference).state();
    long end =
        token
            .map(HistoryPageToken::getEndEventId)
            .filter(id -> id > 0)
            .orElse(state.getNextEventId());
    HistoryReader.EventPage page =
        new HistoryReader(shard)
            .read(
                HistoryReader.branch(state),
                next,
                end,
                pageSize(wanted.getMaximumPageSize()),
                settings.historyPageBytes());
    History.Builder history = History.newBuilder().addAllEvents(page.events());
    HistoryPageToken.Builder rest =
        token.orElse(HistoryPageToken.getDefaultInstance()).toBuilder().setRunId(state.getRunId());
    GetWorkflowExecutionHistoryResponse.Builder response =
        GetWorkflowExecutionHistoryResponse.newBuilder();
    if (page.boundary() < end) {
      response.setNextPageToken(
          rest.setNextEventId(page.boundary()).setEndEventId(end).build().toByteString());
    } else {
      history.addAllEvents(rest.getTransientEventsList());
      if (wanted.getWaitNewEvent() && !isClosed(state)) {
        response.setNextPageToken(
            HistoryPageToken.newBuilder()
                .setRunId(state.getRunId())
                .setNextEventId(end)
                .build()
                .toByteString());
      }
    }
    return response.setHistory(history).build();
  }

  ReadWorkflowHistoryReverseResponse readReverse(ReadWorkflowHistoryReverseRequest request) {
    GetWorkflowExecutionHistoryReverseRequest wanted = request.getRequest();
    Optional<HistoryPageToken> token = token(wanted.getNextPageToken());
    RunReference reference = reference(request.getNamespaceId(), wanted.getExecution(), token);
    GetWorkflowExecutionHistoryReverseResponse response =
        runs.on(
            reference,
            shard -> {
              MutableState state = Runs.read(shard, reference).state();
              HistoryReader.EventPage page =
                  new HistoryReader(shard)
                      .readReverse(
                          HistoryReader.branch(state),
                          token
                              .map(HistoryPageToken::getNextEventId)
                              .orElse(state.getNextEventId()),
                          pageSize(wanted.getMaximumPageSize()),
                          settings.historyPageBytes());
              GetWorkflowExecutionHistoryReverseResponse.Builder builder =
                  GetWorkflowExecutionHistoryReverseResponse.newBuilder()
                      .setHistory(History.newBuilder().addAllEvents(page.events()));
              if (page.boundary() > 1) {
                builder.setNextPageToken(
                    HistoryPageToken.newBuilder()
                        .setRunId(state.getRunId())
                        .setNextEventId(page.boundary())
                        .build()
                        .toByteString());
              }
              return builder.build();
            });
    return ReadWorkflowHistoryReverseResponse.newBuilder().setResponse(response).build();
  }

  /** The run once it is as wanted, or as it stands when the time is up. */
  private static MutableState await(
      OwnedShard shard, RunReference reference, Predicate<MutableState> wanted, long deadline) {
    Runs.Read read = Runs.read(shard, reference);
    RunReference run =
        new RunReference(
            reference.namespaceId(), reference.workflowId(), Optional.of(read.key().runId()));
    while (!wanted.test(read.state())) {
      CountDownLatch latch = shard.watchers().watch(read.key());
      try {
        read = Runs.read(shard, run);
        long left = deadline - System.nanoTime();
        if (wanted.test(read.state()) || left <= 0 || !latch.await(left, TimeUnit.NANOSECONDS)) {
          break;
        }
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        break;
      } finally {
        shard.watchers().leave(read.key(), latch);
      }
    }
    return read.state();
  }

  private static boolean isClosed(MutableState state) {
    return state.getState() == RunState.RUN_STATE_COMPLETED;
  }

  private int pageSize(int wanted) {
    return wanted > 0
        ? Math.min(wanted, settings.historyPageEvents())
        : settings.historyPageEvents();
  }

  private static RunReference reference(
      String namespaceId, WorkflowExecution execution, Optional<HistoryPageToken> token) {
    RunReference reference = RunReference.of(namespaceId, execution);
    if (token.isEmpty()) {
      return reference;
    }
    UUID runId = RunReference.uuid(token.get().getRunId(), "Invalid NextPageToken.");
    if (reference.runId().filter(named -> !named.equals(runId)).isPresent()) {
      throw ServiceErrors.invalidArgument("RunId in the request does not match the NextPageToken.");
    }
    return new RunReference(reference.namespaceId(), reference.workflowId(), Optional.of(runId));
  }

  private static Optional<HistoryPageToken> token(ByteString bytes) {
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(HistoryPageToken.parseFrom(bytes));
    } catch (InvalidProtocolBufferException unreadable) {
      throw ServiceErrors.invalidArgument("Invalid NextPageToken.");
    }
  }
}
