// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.error.OwnershipLost;
import dev.fencepost.spi.fence.ShardFence;
import dev.fencepost.spi.shard.AcquireShard;
import dev.fencepost.testkit.Capability;
import dev.fencepost.testkit.PersistenceSource;
import dev.fencepost.testkit.internal.Samples;
import dev.fencepost.testkit.internal.ShardPicture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The fence guarantee under load: item 1 of the contract's section 4.9 for every kind of write.
 * What a new owner sees once its acquisition has returned is all that writers of the former owner
 * wrote, and all they were told they wrote.
 */
public abstract class FenceRaceConformance extends StoreConformance {

  private static final Duration SOON = Duration.ofSeconds(5);

  /** The kit for a backend. */
  protected FenceRaceConformance(PersistenceSource source) {
    super(source);
  }

  @BeforeEach
  final void requireConcurrentCalls() {
    require(Capability.CONCURRENT_CALLS);
  }

  @TestFactory
  Stream<DynamicTest> item1_afterAnAcquisitionReturnedNothingOfASmallerRangeIdAppears() {
    return Stream.of(FencedWriter.values())
        .map(
            kind ->
                DynamicTest.dynamicTest(
                    kind.name(),
                    () -> {
                      for (int round = 0; round < 5; round++) {
                        race(kind);
                      }
                    }));
  }

  private void race(FencedWriter kind) throws InterruptedException {
    ShardFence stale = ownedShard();
    List<Callable<List<String>>> calls = new ArrayList<>();
    for (int writer = 0; writer < 8; writer++) {
      MarkedWrite writes = kind.writes(persistence(), stale);
      calls.add(() -> writeUntilLost(writes));
    }
    calls.add(() -> marks(takeOver(stale)));
    List<Together.Ending<List<String>>> endings = Together.run(calls);
    assertThat(Together.thrown(endings)).isEmpty();
    List<List<String>> results = Together.returned(endings);
    List<String> seenByTheTaker = results.removeLast();
    assertThat(marks(stale)).isEqualTo(seenByTheTaker);
    assertThat(seenByTheTaker).containsAll(results.stream().flatMap(List::stream).toList());
  }

  private List<String> marks(ShardFence fence) {
    return ShardPicture.immediateTasks(persistence(), fence.shardId()).stream()
        .map(task -> Samples.text(task.payload()))
        .toList();
  }

  /** Returns the marks that were said to be written. */
  private static List<String> writeUntilLost(MarkedWrite writes) {
    List<String> written = new ArrayList<>();
    Deadline deadline = Deadline.inThirtySeconds();
    while (true) {
      deadline.check("the shard was not taken over");
      UUID mark = UUID.randomUUID();
      try {
        writes.write(mark);
        written.add(mark.toString());
      } catch (OwnershipLost lost) {
        return written;
      }
    }
  }

  @Test
  void anAcquisitionEndsSoonThoughSixteenWritersOfAnotherProcessNeverStop()
      throws InterruptedException {
    require(Capability.SEVERAL_PERSISTENCES);
    ShardFence stale = ownedShard();
    AtomicBoolean over = new AtomicBoolean();
    try (Persistence taker = source().open()) {
      List<Callable<Duration>> calls = new ArrayList<>();
      for (int writer = 0; writer < 16; writer++) {
        MarkedWrite writes = FencedWriter.UPDATE.writes(persistence(), stale);
        calls.add(() -> writeUntil(over, writes));
      }
      calls.add(() -> timeToAcquire(taker, stale, over));
      List<Together.Ending<Duration>> endings = Together.run(calls);
      assertThat(Together.thrown(endings)).isEmpty();
      assertThat(Together.returned(endings).getLast()).isLessThan(SOON);
    }
  }

  private static Duration timeToAcquire(Persistence taker, ShardFence stale, AtomicBoolean over) {
    long start = System.nanoTime();
    try {
      taker.shards().acquire(new AcquireShard(stale, "taker", UUID.randomUUID()));
    } finally {
      over.set(true);
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** Goes on even when told that the shard is lost. */
  private static Duration writeUntil(AtomicBoolean over, MarkedWrite writes) {
    while (!over.get()) {
      try {
        writes.write(UUID.randomUUID());
      } catch (OwnershipLost lost) {
        assertThat(lost.actualRangeId()).isPresent();
      }
    }
    return Duration.ZERO;
  }
}
