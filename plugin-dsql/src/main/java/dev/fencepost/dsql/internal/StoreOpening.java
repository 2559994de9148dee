// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.internal;

import dev.fencepost.dsql.DsqlSettings;
import dev.fencepost.dsql.internal.fence.FenceKind;
import dev.fencepost.dsql.internal.fence.OptimisticLocks;
import dev.fencepost.dsql.internal.fence.StripeCounts;
import dev.fencepost.dsql.internal.fence.VoidAttempts;
import dev.fencepost.dsql.internal.fence.VoidableAttempts;
import dev.fencepost.dsql.internal.limit.ServiceLimits;
import dev.fencepost.postgres.internal.SqlPersistence;
import dev.fencepost.postgres.internal.connection.Connections;
import dev.fencepost.postgres.internal.store.StoreBackend;
import dev.fencepost.postgres.internal.store.StoreSet;
import dev.fencepost.postgres.internal.strategy.WriteForm;
import dev.fencepost.postgres.internal.transaction.LockWatch;
import dev.fencepost.postgres.internal.transaction.RetryLimits;
import dev.fencepost.postgres.internal.transaction.TransactionRunner;
import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.PersistenceContext;

/** Opens the stores on connections to a cluster whose schema is current. */
public final class StoreOpening {

  /** The name of the plugin, which is also the tag of its meters. */
  public static final String NAME = "dsql";

  private StoreOpening() {}

  /** Opens the stores; closing them closes the connections. */
  public static Persistence open(
      DsqlSettings settings,
      FenceKind fence,
      WriteForm form,
      Connections connections,
      PersistenceContext context) {
    StripeCounts stripes = new StripeCounts(settings.stripes(), settings.taskQueueStripes());
    DsqlSettings.Retry retry = settings.retry();
    TransactionRunner runner =
        new TransactionRunner(
            connections,
            new VoidableAttempts(fence, stripes, settings.pool().waitTime(), settings.schema()),
            new RetryLimits(
                retry.attempts(),
                retry.time(),
                retry.firstDelay(),
                retry.longestDelay(),
                retry.outcomeResolutionTime()));
    StoreBackend backend =
        new StoreBackend(
            NAME,
            settings.schema(),
            settings.maximumBlobBytes(),
            ServiceLimits.documented().keyTextBytes(),
            new OptimisticLocks(fence, form, stripes),
            operation -> LockWatch.NONE);
    try {
      new VoidAttempts(settings.schema()).prune(connections);
      return new SqlPersistence(runner, StoreSet.of(runner, backend, context.meters()));
    } catch (RuntimeException | Error failed) {
      runner.close();
      throw failed;
    }
  }
}
