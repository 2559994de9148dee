// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Which task ids may be read. */
final class TaskIdBlockTest {

  private final TaskIdBlock block = new TaskIdBlock(3);

  @Test
  void idsComeFromTheBlockOfTheRangeId() {
    assertThat(block.first()).isEqualTo(3L << 20);
    assertThat(block.next()).isEqualTo(3L << 20);
    assertThat(block.next()).isEqualTo((3L << 20) + 1);
  }

  @Test
  void idsOfAnOpenWriteAreNotCommittedEvenIfALaterWriteIsClosed() {
    long first = block.open();
    long firstId = block.next();
    long second = block.open();
    long secondId = block.next();
    block.close(second);
    assertThat(block.committedBelow()).isLessThanOrEqualTo(firstId);
    block.close(first);
    assertThat(block.committedBelow()).isGreaterThan(secondId);
  }

  @Test
  void theBlockEnds() {
    for (long used = 0; used < 1L << 20; used++) {
      assertThat(block.next()).isLessThan(4L << 20);
    }
    assertThat(block.isNearlyUsedUp()).isTrue();
    assertThatThrownBy(block::next).isInstanceOf(IllegalStateException.class);
  }
}
