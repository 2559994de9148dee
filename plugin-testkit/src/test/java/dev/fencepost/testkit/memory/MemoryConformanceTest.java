// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.memory;

import dev.fencepost.testkit.PersistenceSource;
import dev.fencepost.testkit.conformance.ExecutionConflictResolutionConformance;
import dev.fencepost.testkit.conformance.ExecutionCreationConformance;
import dev.fencepost.testkit.conformance.ExecutionStoreConformance;
import dev.fencepost.testkit.conformance.ExecutionUpdateConformance;
import dev.fencepost.testkit.conformance.ShardStoreConformance;
import org.junit.jupiter.api.Nested;

/** The whole conformance kit on the reference backend; other backends' leaves look the same. */
final class MemoryConformanceTest {

  private static final PersistenceSource SOURCE = new MemorySource("conformance");

  @Nested
  final class Shards extends ShardStoreConformance {
    Shards() {
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
  final class Executions extends ExecutionStoreConformance {
    Executions() {
      super(SOURCE);
    }
  }
}
