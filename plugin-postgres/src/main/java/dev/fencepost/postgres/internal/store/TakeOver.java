// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.store;

import dev.fencepost.postgres.internal.transaction.LockWatch;
import dev.fencepost.postgres.internal.transaction.Operation;
import dev.fencepost.postgres.internal.transaction.TransactionRunner;
import dev.fencepost.postgres.internal.transaction.Write;
import dev.fencepost.spi.error.PersistenceException;
import java.util.function.Function;

/** A take-over: announces its token so that writers stop, then takes what they meet it at. */
final class TakeOver {

  private final TransactionRunner runner;
  private final Function<Operation, LockWatch> watches;

  TakeOver(TransactionRunner runner, Function<Operation, LockWatch> watches) {
    this.runner = runner;
    this.watches = watches;
  }

  /**
   * Runs a take-over.
   *
   * @param announcement says the token that is about to come; announcing twice is announcing once.
   *     It throws if the token it starts from is not the present one
   * @param acquisition stores the token
   */
  <T> T run(Operation operation, Write<?> announcement, Acquisition<T> acquisition) {
    try {
      runner.write(operation, announcement);
      try (LockWatch watch = watches.apply(operation)) {
        T acquired = runner.write(operation, acquisition.write(watch));
        operation.countTakeOver("ok");
        return acquired;
      }
    } catch (PersistenceException failed) {
      operation.countTakeOver(Operation.outcome(failed));
      throw failed;
    }
  }

  /** The write that stores the token. */
  @FunctionalInterface
  interface Acquisition<T> {
    /** The write, which tells the watch in which session it may wait. */
    Write<T> write(LockWatch watch);
  }
}
