// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.conformance;

import static java.util.Objects.requireNonNull;

import dev.fencepost.testkit.PersistenceSource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;

/**
 * The whole conformance kit for one backend, every class of it nested. A leaf test is
 *
 * <pre>{@code
 * final class PostgresConformanceTest extends PluginConformance {
 *   PostgresConformanceTest() {
 *     super(new PostgresSource());
 *   }
 * }
 * }</pre>
 *
 * <p>A backend that wants one class of the kit on its own extends that class in the same way.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class PluginConformance {

  private final PersistenceSource backend;

  /**
   * The kit for a backend.
   *
   * @param backend the backend's database
   */
  protected PluginConformance(PersistenceSource backend) {
    this.backend = requireNonNull(backend, "backend is null");
  }

  @Nested
  final class ShardStore extends ShardStoreConformance {
    ShardStore() {
      super(backend);
    }
  }

  @Nested
  final class Fence extends FenceConformance {
    Fence() {
      super(backend);
    }
  }

  @Nested
  final class FenceRace extends FenceRaceConformance {
    FenceRace() {
      super(backend);
    }
  }

  @Nested
  final class NamespaceStore extends NamespaceStoreConformance {
    NamespaceStore() {
      super(backend);
    }
  }

  @Nested
  final class ExecutionStore extends ExecutionStoreConformance {
    ExecutionStore() {
      super(backend);
    }
  }

  @Nested
  final class ExecutionCreation extends ExecutionCreationConformance {
    ExecutionCreation() {
      super(backend);
    }
  }

  @Nested
  final class ExecutionUpdate extends ExecutionUpdateConformance {
    ExecutionUpdate() {
      super(backend);
    }
  }

  @Nested
  final class ExecutionConflictResolution extends ExecutionConflictResolutionConformance {
    ExecutionConflictResolution() {
      super(backend);
    }
  }

  @Nested
  final class ExecutionConcurrency extends ExecutionConcurrencyConformance {
    ExecutionConcurrency() {
      super(backend);
    }
  }

  @Nested
  final class HistoryStore extends HistoryStoreConformance {
    HistoryStore() {
      super(backend);
    }
  }

  @Nested
  final class HistoryBranch extends HistoryBranchConformance {
    HistoryBranch() {
      super(backend);
    }
  }

  @Nested
  final class HistoryTaskStore extends HistoryTaskStoreConformance {
    HistoryTaskStore() {
      super(backend);
    }
  }

  @Nested
  final class ScheduledTask extends ScheduledTaskConformance {
    ScheduledTask() {
      super(backend);
    }
  }

  @Nested
  final class TaskQueueStore extends TaskQueueStoreConformance {
    TaskQueueStore() {
      super(backend);
    }
  }

  @Nested
  final class TaskQueueBacklog extends TaskQueueBacklogConformance {
    TaskQueueBacklog() {
      super(backend);
    }
  }

  @Nested
  final class TaskQueueDeletion extends TaskQueueDeletionConformance {
    TaskQueueDeletion() {
      super(backend);
    }
  }

  @Nested
  final class VisibilityStore extends VisibilityStoreConformance {
    VisibilityStore() {
      super(backend);
    }
  }

  @Nested
  final class VisibilityList extends VisibilityListConformance {
    VisibilityList() {
      super(backend);
    }
  }

  @Nested
  final class ClusterMetadataStore extends ClusterMetadataStoreConformance {
    ClusterMetadataStore() {
      super(backend);
    }
  }

  @Nested
  final class ClusterMembershipStore extends ClusterMembershipStoreConformance {
    ClusterMembershipStore() {
      super(backend);
    }
  }

  @Nested
  final class SchemaAdministration extends SchemaAdministrationConformance {
    SchemaAdministration() {
      super(backend);
    }
  }

  @Nested
  final class CallsUnderWay extends CallsUnderWayConformance {
    CallsUnderWay() {
      super(backend);
    }
  }

  @Nested
  final class Persistence extends PersistenceConformance {
    Persistence() {
      super(backend);
    }
  }
}
