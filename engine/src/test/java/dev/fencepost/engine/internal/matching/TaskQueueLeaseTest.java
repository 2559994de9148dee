// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fencepost.spi.error.ConditionFailed;
import io.temporal.api.enums.v1.TaskQueueKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TaskQueueLeaseTest {

  private static final int BLOCK = 1 << 20;

  private final MatchingFixture fixture = new MatchingFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  private TaskQueueLease obtain() {
    return TaskQueueLease.obtain(
        fixture.store(), MatchingFixture.ACTIVITIES, TaskQueueKind.TASK_QUEUE_KIND_NORMAL);
  }

  @Test
  void taskIdsOfALaterOwnerAreGreaterThanAllBefore() {
    TaskQueueLease first = obtain();
    assertThat(first.reserveTaskIds(3)).isEqualTo(BLOCK);
    assertThat(first.reserveTaskIds(1)).isEqualTo(BLOCK + 3);

    TaskQueueLease second = obtain();
    assertThat(second.reserveTaskIds(1)).isEqualTo(2L * BLOCK);
    assertThat(first.isSurelyLost()).isTrue();
    assertThat(second.isSurelyLost()).isFalse();
  }

  @Test
  void usedUpBlockIsReplacedByLeasingOnceMore() {
    TaskQueueLease lease = obtain();
    lease.reserveTaskIds(BLOCK - 1);

    assertThat(lease.reserveTaskIds(2)).isEqualTo(2L * BLOCK);
    assertThat(lease.<Long>fenced(fence -> fence.rangeId())).isEqualTo(2);
    assertThat(lease.isSurelyLost()).isFalse();
  }

  @Test
  void lostLeaseIsNotRenewed() {
    TaskQueueLease lease = obtain();
    lease.reserveTaskIds(BLOCK);
    obtain();

    assertThatThrownBy(() -> lease.reserveTaskIds(1)).isInstanceOf(ConditionFailed.class);
  }
}
