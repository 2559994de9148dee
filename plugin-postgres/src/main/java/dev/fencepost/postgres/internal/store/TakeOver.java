// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.store;

import dev.fencepost.postgres.internal.transaction.BlockerWatch;
import dev.fencepost.postgres.internal.transaction.Operation;
import dev.fencepost.postgres.internal.transaction.TransactionRunner;
import dev.fencepost.postgres.internal.transaction.Write;
import dev.fencepost.spi.error.PersistenceException;
import java.time.Duration;

/**
 * A take-over: announces its token so that writers stop, then takes the lock they held. Whatever
 * does not let go of it within the grace time is ended by force.
 */
final class TakeOver {

  private final TransactionRunner runner;
  private final Duration grace;

  TakeOver(TransactionRunner runner, Duration grace) {
    this.runner = runner;
    this.grace = grace;
  }

  /**
   * Runs a take-over.
   *
   * @param announcement says the token that is about to come; announcing twice is announcing once.
   *     It throws if the token it starts from is not the present one
   * @param acquisition takes the lock
   */
  <T> T run(Operation operation, Write<?> announcement, Acquisition<T> acquisition) {
    try {
      runner.write(operation, announcement);
      try (BlockerWatch watch = BlockerWatch.start(runner, operation, grace)) {
        T acquired = runner.write(operation, acquisition.write(watch));
        operation.countTakeOver("ok");
        return acquired;
      }
    } catch (PersistenceException failed) {
      operation.countTakeOver(Operation.outcome(failed));
      throw failed;
    }
  }

  /** The write that takes the lock. */
  @FunctionalInterface
  interface Acquisition<T> {
    /** The write, which tells the watch on which server process it waits. */
    Write<T> write(BlockerWatch watch);
  }
}
