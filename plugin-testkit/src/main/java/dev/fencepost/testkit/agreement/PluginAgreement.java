// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.agreement;

import static java.util.Objects.requireNonNull;

import dev.fencepost.testkit.PersistenceSource;
import net.jqwik.api.Group;

/**
 * All agreements of one backend. A leaf test keeps its source in a constant, because it is made
 * anew for each property, and says how many sequences are tried:
 *
 * <pre>{@code
 * @PropertyDefaults(tries = 100)
 * final class PostgresAgreementTest extends PluginAgreement {
 *   private static final PersistenceSource SOURCE = new PostgresSource();
 *
 *   PostgresAgreementTest() {
 *     super(SOURCE);
 *   }
 * }
 * }</pre>
 */
public abstract class PluginAgreement {

  private final PersistenceSource backend;

  /**
   * The agreements of a backend.
   *
   * @param backend the backend's database
   */
  protected PluginAgreement(PersistenceSource backend) {
    this.backend = requireNonNull(backend, "backend is null");
  }

  @Group
  final class ExecutionStore extends ExecutionStoreAgreement {
    ExecutionStore() {
      super(backend);
    }
  }

  @Group
  final class HistoryStore extends HistoryStoreAgreement {
    HistoryStore() {
      super(backend);
    }
  }

  @Group
  final class HistoryTaskStore extends HistoryTaskStoreAgreement {
    HistoryTaskStore() {
      super(backend);
    }
  }

  @Group
  final class TaskQueueStore extends TaskQueueStoreAgreement {
    TaskQueueStore() {
      super(backend);
    }
  }

  @Group
  final class NamespaceStore extends NamespaceStoreAgreement {
    NamespaceStore() {
      super(backend);
    }
  }

  @Group
  final class VisibilityStore extends VisibilityStoreAgreement {
    VisibilityStore() {
      super(backend);
    }
  }

  @Group
  final class ClusterMetadataStore extends ClusterMetadataStoreAgreement {
    ClusterMetadataStore() {
      super(backend);
    }
  }
}
