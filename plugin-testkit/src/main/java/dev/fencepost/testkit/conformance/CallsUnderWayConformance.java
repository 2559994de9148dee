// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.conformance;

import static dev.fencepost.testkit.internal.Infos.running;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.error.OutcomeUnknown;
import dev.fencepost.spi.error.PersistenceException;
import dev.fencepost.spi.error.Unavailable;
import dev.fencepost.spi.execution.CreateExecution;
import dev.fencepost.spi.execution.WorkflowKey;
import dev.fencepost.spi.fence.ShardFence;
import dev.fencepost.spi.task.HistoryTask;
import dev.fencepost.testkit.Capability;
import dev.fencepost.testkit.PersistenceSource;
import dev.fencepost.testkit.internal.ShardPicture;
import dev.fencepost.testkit.internal.Workflow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What closing a {@link Persistence} and interrupting a thread do to calls under way, as {@link
 * Persistence} promises it. The calls create runs with their history and tasks, so that there is
 * something to be half written.
 */
public abstract class CallsUnderWayConformance extends StoreConformance {

  private static final int CALLERS = 6;
  private static final int INTERRUPTIONS = 40;
  private static final int LATEST_MICROS = 4_000;

  /** The kit for a backend. */
  protected CallsUnderWayConformance(PersistenceSource source) {
    super(source);
  }

  /** A call that creates a run, and how it ended. */
  private record Ended(
      Workflow workflow, CreateExecution call, Optional<PersistenceException> error) {

    static Ended of(Persistence stores, ShardFence owned) {
      Workflow workflow = Workflow.in(owned);
      CreateExecution call =
          workflow.create(ExecutionConformance.BRAND_NEW, workflow.newRun(), running("created"));
      try {
        stores.executions().create(call);
        return new Ended(workflow, call, Optional.empty());
      } catch (PersistenceException failed) {
        return new Ended(workflow, call, Optional.of(failed));
      }
    }

    WorkflowKey run() {
      return call.snapshot().key();
    }
  }

  @Test
  void aClosedPersistenceStartsNoLateAttemptAndLeavesNothingHalfWritten() throws Exception {
    require(Capability.SEVERAL_PERSISTENCES);
    require(Capability.CONCURRENT_CALLS);
    for (int round = 0; round < 3; round++) {
      ShardFence owned = ownedShard();
      AtomicInteger written = new AtomicInteger();
      List<Ended> endings = new ArrayList<>();
      Set<HistoryTask> seenWhenClosed;
      try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
        Persistence closing = source().open();
        List<Future<List<Ended>>> running = new ArrayList<>();
        for (int caller = 0; caller < CALLERS; caller++) {
          running.add(callers.submit(() -> createUntilClosed(closing, owned, written)));
        }
        Deadline.inThirtySeconds().await("some runs", () -> written.get() >= 3 * CALLERS);
        closing.close();
        seenWhenClosed = tasks(owned);
        for (Future<List<Ended>> caller : running) {
          endings.addAll(caller.get());
        }
      }
      Set<HistoryTask> seenInTheEnd = tasks(owned);
      for (Ended ended : endings) {
        assertWhole(ended, seenInTheEnd);
        if (!(ended.error().orElse(null) instanceof OutcomeUnknown)) {
          assertThat(seenWhenClosed.containsAll(ended.call().snapshot().tasks()))
              .as("stored when the stores were closed")
              .isEqualTo(ended.error().isEmpty());
        }
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> anInterruptedCallEndsOrIsUnavailableAndKeepsTheInterrupt() {
    return Stream.of(
        DynamicTest.dynamicTest(
            "platform thread", () -> interruptCalls(Thread.ofPlatform().factory())),
        DynamicTest.dynamicTest(
            "virtual thread", () -> interruptCalls(Thread.ofVirtual().factory())));
  }

  @Test
  void afterAnInterruptedCallTheStoresGoOn() throws Exception {
    ShardFence owned = ownedShard();
    interruptedCall(Thread.ofVirtual().factory(), owned, 0);
    Ended next = Ended.of(persistence(), owned);
    assertThat(next.error()).isEmpty();
    assertWhole(next, tasks(owned));
  }

  private void interruptCalls(ThreadFactory threads) throws Exception {
    ShardFence owned = ownedShard();
    Random moments = new Random(1);
    List<Ended> endings = new ArrayList<>();
    for (int call = 0; call < INTERRUPTIONS; call++) {
      endings.add(interruptedCall(threads, owned, call == 0 ? 0 : moments.nextInt(LATEST_MICROS)));
    }
    Set<HistoryTask> seen = tasks(owned);
    for (Ended ended : endings) {
      assertThat(ended.error())
          .satisfiesAnyOf(
              none -> assertThat(none).isEmpty(),
              error -> assertThat(error).get().isExactlyInstanceOf(Unavailable.class));
      assertWhole(ended, seen);
    }
  }

  /** Makes a call whose thread is interrupted so long after its start, or before it. */
  private Ended interruptedCall(ThreadFactory threads, ShardFence owned, int afterMicros)
      throws InterruptedException, ExecutionException {
    FutureTask<Ended> call =
        new FutureTask<>(
            () -> {
              if (afterMicros == 0) {
                Thread.currentThread().interrupt();
              }
              Ended ended = Ended.of(persistence(), owned);
              awaitInterrupt();
              return ended;
            });
    Thread caller = threads.newThread(call);
    caller.start();
    LockSupport.parkNanos(afterMicros * 1_000L);
    if (afterMicros > 0) {
      caller.interrupt();
    }
    return call.get();
  }

  /** Waits for the interrupt, which a call must not have swallowed. */
  private static void awaitInterrupt() {
    Deadline deadline = Deadline.inThirtySeconds();
    while (!Thread.currentThread().isInterrupted()) {
      deadline.check("the interrupt flag was not set");
      Thread.onSpinWait();
    }
  }

  private static List<Ended> createUntilClosed(
      Persistence closing, ShardFence owned, AtomicInteger written) {
    List<Ended> endings = new ArrayList<>();
    Deadline deadline = Deadline.inThirtySeconds();
    while (true) {
      deadline.check("the stores were not closed");
      Ended ended = Ended.of(closing, owned);
      endings.add(ended);
      if (ended.error().isPresent()) {
        assertThat(ended.error().get()).isInstanceOfAny(Unavailable.class, OutcomeUnknown.class);
        return endings;
      }
      written.incrementAndGet();
    }
  }

  /** A call's run, current record, history and tasks are all there, or none of them. */
  private void assertWhole(Ended ended, Set<HistoryTask> seen) {
    int shardId = ended.workflow().fence().shardId();
    WorkflowKey run = ended.run();
    boolean stored =
        ShardPicture.ifFound(() -> persistence().executions().read(shardId, run)).isPresent();
    if (!(ended.error().orElse(null) instanceof OutcomeUnknown)) {
      assertThat(stored).as("stored, after %s", ended.error()).isEqualTo(ended.error().isEmpty());
    }
    assertThat(
            ShardPicture.ifFound(
                () ->
                    persistence()
                        .executions()
                        .readCurrent(shardId, run.namespaceId(), run.workflowId())))
        .matches(current -> current.isPresent() == stored);
    assertThat(ShardPicture.nodes(persistence(), shardId, Workflow.branch(run)))
        .hasSize(stored ? 1 : 0);
    for (HistoryTask task : ended.call().snapshot().tasks()) {
      assertThat(seen.contains(task)).as("%s is stored", task).isEqualTo(stored);
    }
  }

  private Set<HistoryTask> tasks(ShardFence owned) {
    Set<HistoryTask> tasks = new HashSet<>();
    tasks.addAll(ShardPicture.immediateTasks(persistence(), owned.shardId()));
    tasks.addAll(ShardPicture.scheduledTasks(persistence(), owned.shardId()));
    return tasks;
  }
}
