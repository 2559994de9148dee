// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.store;

import dev.fencepost.postgres.internal.strategy.LockStrategy;
import dev.fencepost.postgres.internal.transaction.Operation;
import dev.fencepost.postgres.internal.transaction.TransactionRunner;
import io.micrometer.core.instrument.MeterRegistry;

/** What all stores share. */
record Stores(
    String backend,
    TransactionRunner runner,
    LockStrategy strategy,
    MeterRegistry meters,
    Requests requests) {

  /** The meters of a call, by store and method. */
  Operation operation(String name) {
    return new Operation(meters, backend, name);
  }
}
