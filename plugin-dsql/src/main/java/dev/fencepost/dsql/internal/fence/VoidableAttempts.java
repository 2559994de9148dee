// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.internal.fence;

import dev.fencepost.dsql.internal.limit.ServiceLimits;
import dev.fencepost.dsql.internal.limit.TransactionBudget;
import dev.fencepost.postgres.internal.sql.Binder;
import dev.fencepost.postgres.internal.transaction.Attempt;
import dev.fencepost.postgres.internal.transaction.Attempts;
import dev.fencepost.spi.fence.Fence;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * Attempts that have an id, and a stripe of their fence for as long as they may commit.
 *
 * <p>A lost one is ended by a transaction that declares the id void and conflicts with the attempt.
 * Once that has committed, the attempt had committed before, or its snapshot is older and it fails,
 * or it sees the void id and does nothing.
 */
public final class VoidableAttempts implements Attempts {

  private final FenceKind kind;
  private final Stripes stripes;
  private final Voiding voiding;

  /**
   * Attempts under fences of one kind.
   *
   * @param patience how long an attempt waits for a stripe
   */
  public VoidableAttempts(
      FenceKind kind, StripeCounts counts, Duration patience, String schemaName) {
    this.kind = kind;
    this.stripes = new Stripes(counts, patience);
    this.voiding = new Voiding(kind, schemaName);
  }

  @Override
  public Attempt start(Optional<Fence> fence) {
    Optional<Stripes.Stripe> stripe =
        kind == FenceKind.CAS ? fence.map(stripes::take) : Optional.empty();
    return new VoidableAttempt(UUID.randomUUID(), fence, stripe);
  }

  private final class VoidableAttempt implements Attempt {

    private final UUID id;
    private final Optional<Fence> fence;
    private final Optional<Stripes.Stripe> stripe;
    private final TransactionBudget budget = new TransactionBudget(ServiceLimits.documented());

    VoidableAttempt(UUID id, Optional<Fence> fence, Optional<Stripes.Stripe> stripe) {
      this.id = id;
      this.fence = fence;
      this.stripe = stripe;
    }

    @Override
    public void runsOn(Connection connection) {}

    @Override
    public void bind(Binder binder) throws SQLException {
      budget.use(binder.size());
      if (binder.takes("attempt_id")) {
        binder.uuid("attempt_id", id);
      }
      if (binder.takes("stripe")) {
        binder.integer("stripe", stripe.map(Stripes.Stripe::number).orElse(0));
      }
    }

    @Override
    public boolean end(Connection connection, long deadlineNanos) throws SQLException {
      return voiding.end(
          connection, id, fence, stripe.map(Stripes.Stripe::number).orElse(0), deadlineNanos);
    }

    @Override
    public void close() {
      stripe.ifPresent(Stripes.Stripe::close);
    }
  }
}
