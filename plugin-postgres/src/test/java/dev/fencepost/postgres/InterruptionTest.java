// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.error.Unavailable;
import dev.fencepost.spi.shard.Shard;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Where a call can be interrupted for sure: while it waits for a connection or for a lock. */
class InterruptionTest {

  private static final TestDatabase DATABASE = new TestDatabase();
  private static final AtomicInteger LAST_SHARD = new AtomicInteger();
  private static final Persistence STORES = open();

  private final Scene scene = Scene.create(STORES, LAST_SHARD.incrementAndGet());

  private static Persistence open() {
    DATABASE.empty();
    return DATABASE.open(
        Map.of("pool-size", "1", "lock-timeout", "60s"), new SimpleMeterRegistry());
  }

  @AfterAll
  static void close() {
    STORES.close();
  }

  /** How a call ended: with nothing or an error, and whether the interrupt flag was set then. */
  private record Ending(@Nullable Throwable error, boolean interrupted) {}

  @Test
  void aCallThatWaitsForAConnectionIsUnavailable() throws Exception {
    try (Connection stopping = holdRun()) {
      Caller writing = new Caller(Thread.ofPlatform().factory(), scene::update);
      Waiting.untilSessionsWaitForLocks(DATABASE, 1);
      Caller waiting = new Caller(Thread.ofPlatform().factory(), scene::addTask);
      Waiting.until(waiting::isParked);
      waiting.interrupt();
      Ending ending = waiting.ending();
      assertThat(ending.error()).isExactlyInstanceOf(Unavailable.class);
      assertThat(ending.interrupted()).isTrue();
      stopping.rollback();
      assertThat(writing.ending()).isEqualTo(new Ending(null, false));
    }
    assertThat(scene.tasks()).isEqualTo(1);
  }

  @Test
  void aWriteOfAPlatformThreadThatWaitsForALockIsWaitedFor() throws Exception {
    try (Connection stopping = holdRun()) {
      Caller writing = new Caller(Thread.ofPlatform().factory(), scene::update);
      Waiting.untilSessionsWaitForLocks(DATABASE, 1);
      writing.interrupt();
      stopping.rollback();
      assertThat(writing.ending()).isEqualTo(new Ending(null, true));
    }
    assertThat(scene.recordVersion()).isEqualTo(2);
    assertThat(scene.tasks()).isEqualTo(1);
  }

  @Test
  void aWriteOfAVirtualThreadThatWaitsForALockIsEndedAndFoundOutAbout() throws Exception {
    try (Connection stopping = holdRun()) {
      Caller writing = new Caller(Thread.ofVirtual().factory(), scene::update);
      Waiting.untilSessionsWaitForLocks(DATABASE, 1);
      writing.interrupt();
      Ending ending = writing.ending();
      assertThat(ending.error()).isExactlyInstanceOf(Unavailable.class);
      assertThat(ending.interrupted()).isTrue();
      stopping.rollback();
    }
    assertThat(scene.recordVersion()).isEqualTo(1);
    assertThat(scene.tasks()).isZero();
    Shard taken = STORES.shards().acquire(Scene.takeOver(scene.fence()));
    assertThat(taken.rangeId()).isEqualTo(scene.fence().rangeId() + 1);
  }

  private Connection holdRun() throws Exception {
    Connection stopping = DATABASE.connect();
    stopping.setAutoCommit(false);
    try (Statement statement = stopping.createStatement()) {
      statement.execute(
          "SELECT FROM fencepost.executions WHERE shard_id = "
              + scene.fence().shardId()
              + " FOR UPDATE");
    }
    return stopping;
  }

  /** A thread that makes one call. */
  private static final class Caller {

    private final FutureTask<Ending> call;
    private final Thread thread;

    Caller(ThreadFactory threads, Runnable write) {
      this.call =
          new FutureTask<>(
              () -> {
                @Nullable Throwable error = null;
                try {
                  write.run();
                } catch (RuntimeException failed) {
                  error = failed;
                }
                return new Ending(error, Thread.currentThread().isInterrupted());
              });
      this.thread = threads.newThread(call);
      thread.start();
    }

    boolean isParked() {
      return thread.getState() == Thread.State.TIMED_WAITING;
    }

    void interrupt() {
      thread.interrupt();
    }

    Ending ending() throws Exception {
      return call.get();
    }
  }
}
