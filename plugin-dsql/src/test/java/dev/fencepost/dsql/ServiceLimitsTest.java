// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fencepost.spi.Blob;
import dev.fencepost.spi.PageRequest;
import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.error.LimitExceeded;
import dev.fencepost.spi.error.NotFound;
import dev.fencepost.spi.fence.ShardFence;
import dev.fencepost.spi.history.AppendHistory;
import dev.fencepost.spi.history.DeleteBranch;
import dev.fencepost.spi.history.HistoryAppend;
import dev.fencepost.spi.history.HistoryBranch;
import dev.fencepost.spi.history.HistoryNode;
import dev.fencepost.spi.history.ReadHistory;
import dev.fencepost.spi.shard.CreateShard;
import dev.fencepost.spi.task.AddHistoryTasks;
import dev.fencepost.spi.task.HistoryTask;
import dev.fencepost.spi.task.ImmediateTask;
import dev.fencepost.spi.task.TaskCategory;
import dev.fencepost.spi.taskqueue.TaskQueueKey;
import dev.fencepost.spi.taskqueue.TaskQueueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What is above a limit of the service is refused before it is sent; deletions go in steps. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServiceLimitsTest {

  private static final int MEBIBYTE = 1 << 20;

  private final ClusterSource source = SimulatedCluster.source(Map.of());
  private final ShardFence fence = new ShardFence(1, 1);
  private Persistence persistence;

  @BeforeAll
  void open() {
    source.empty();
    persistence = source.open();
    persistence.shards().openOrCreate(new CreateShard(fence.shardId(), blob(1)));
  }

  @AfterAll
  void close() {
    persistence.close();
    assertThat(SimulatedCluster.simulator().statementLog().refused()).isEmpty();
  }

  private static Blob blob(int bytes) {
    return new Blob(new byte[bytes], "binary");
  }

  private static List<HistoryTask> tasks(int count, int bytes) {
    return LongStream.range(0, count)
        .<HistoryTask>mapToObj(id -> new ImmediateTask(TaskCategory.TRANSFER, id, blob(bytes)))
        .toList();
  }

  private void add(List<HistoryTask> tasks) {
    persistence.historyTasks().add(new AddHistoryTasks(fence, UUID.randomUUID(), tasks));
  }

  private static void assertRefused(Runnable call, String limit, long value, long actual) {
    int before = SimulatedCluster.simulator().statementLog().statements().size();
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            LimitExceeded.class,
            refused -> {
              assertThat(refused.limit()).isEqualTo(limit);
              assertThat(refused.value()).isEqualTo(value);
              assertThat(refused.actual()).isEqualTo(actual);
            });
    assertThat(SimulatedCluster.simulator().statementLog().statements()).hasSize(before);
  }

  @Test
  void moreRowsThanATransactionHoldsAreNotSent() {
    assertRefused(() -> add(tasks(2_937, 1)), "transaction rows", 2_936, 2_937);
  }

  @Test
  void moreBytesThanATransactionHoldsAreNotSent() {
    assertThatThrownBy(() -> add(tasks(10, MEBIBYTE)))
        .isInstanceOfSatisfying(
            LimitExceeded.class,
            refused -> assertThat(refused.limit()).isEqualTo("transaction bytes"));
  }

  @Test
  void aTextTooLongForAKeyIsNotSent() {
    TaskQueueKey key =
        new TaskQueueKey(UUID.randomUUID(), "測".repeat(1_000), TaskQueueType.WORKFLOW);
    assertRefused(
        () -> persistence.taskQueues().create(key, blob(1), UUID.randomUUID()),
        "bytes of name in a key",
        900,
        3_000);
  }

  @Test
  void aBranchOfMoreNodesThanATransactionMayDeleteIsDeleted() {
    HistoryBranch branch = HistoryBranch.root(UUID.randomUUID(), UUID.randomUUID());
    int nodes = 3_500;
    for (int first = 0; first < nodes; first += 1_750) {
      List<HistoryAppend> appends = new ArrayList<>();
      for (int node = first + 1; node <= first + 1_750; node++) {
        appends.add(
            new HistoryAppend(
                branch,
                new HistoryNode(node, node, node - 1, blob(1)),
                node == 1 ? Optional.of("new") : Optional.empty()));
      }
      persistence.history().append(new AppendHistory(fence, UUID.randomUUID(), appends));
    }

    persistence.history().deleteBranch(new DeleteBranch(fence, UUID.randomUUID(), branch));

    assertThat(persistence.history().branches(fence.shardId(), branch.treeId())).isEmpty();
    assertThatThrownBy(
            () ->
                persistence
                    .history()
                    .read(
                        new ReadHistory(
                            fence.shardId(), branch, 1, nodes + 1, PageRequest.first(10))))
        .isInstanceOf(NotFound.class);
  }
}
