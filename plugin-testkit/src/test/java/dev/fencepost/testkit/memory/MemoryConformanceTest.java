// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.memory;

import dev.fencepost.testkit.PersistenceSource;
import dev.fencepost.testkit.conformance.ExecutionConflictResolutionConformance;
import dev.fencepost.testkit.conformance.ExecutionCreationConformance;
import dev.fencepost.testkit.conformance.ExecutionStoreConformance;
import dev.fencepost.testkit.conformance.ExecutionUpdateConformance;
import dev.fencepost.testkit.conformance.FenceConformance;
import dev.fencepost.testkit.conformance.HistoryBranchConformance;
import dev.fencepost.testkit.conformance.HistoryStoreConformance;
import dev.fencepost.testkit.conformance.HistoryTaskStoreConformance;
import dev.fencepost.testkit.conformance.ScheduledTaskConformance;
import dev.fencepost.testkit.conformance.ShardStoreConformance;
import org.junit.jupiter.api.Nested;

/** The whole conformance kit on the reference backend; other backends' leaves look the same. */
final class MemoryConformanceTest {

  private static final PersistenceSource SOURCE = new MemorySource("conformance");

  @Nested
  final class ShardStore extends ShardStoreConformance {
    ShardStore() {
      super(SOURCE);
    }
  }

  @Nested
  final class Fence extends FenceConformance {
    Fence() {
      super(SOURCE);
    }
  }

  @Nested
  final class ExecutionStore extends ExecutionStoreConformance {
    ExecutionStore() {
      super(SOURCE);
    }
  }

  @Nested
  final class ExecutionCreation extends ExecutionCreationConformance {
    ExecutionCreation() {
      super(SOURCE);
    }
  }

  @Nested
  final class ExecutionUpdate extends ExecutionUpdateConformance {
    ExecutionUpdate() {
      super(SOURCE);
    }
  }

  @Nested
  final class ExecutionConflictResolution extends ExecutionConflictResolutionConformance {
    ExecutionConflictResolution() {
      super(SOURCE);
    }
  }

  @Nested
  final class HistoryStore extends HistoryStoreConformance {
    HistoryStore() {
      super(SOURCE);
    }
  }

  @Nested
  final class HistoryBranch extends HistoryBranchConformance {
    HistoryBranch() {
      super(SOURCE);
    }
  }

  @Nested
  final class HistoryTaskStore extends HistoryTaskStoreConformance {
    HistoryTaskStore() {
      super(SOURCE);
    }
  }

  @Nested
  final class ScheduledTask extends ScheduledTaskConformance {
    ScheduledTask() {
      super(SOURCE);
    }
  }
}
