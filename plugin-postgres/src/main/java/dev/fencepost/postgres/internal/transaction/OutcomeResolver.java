// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.transaction;

import dev.fencepost.postgres.internal.connection.Connections;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out whether an attempt has committed whose connection was lost. It may still commit, so
 * that a missing mark proves nothing: first the attempt is ended, then the mark is read.
 */
final class OutcomeResolver {

  private static final Logger LOG = LoggerFactory.getLogger(OutcomeResolver.class);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final Connections connections;
  private final Duration time;
  private final BooleanSupplier closed;

  OutcomeResolver(Connections connections, Duration time, BooleanSupplier closed) {
    this.connections = connections;
    this.time = time;
    this.closed = closed;
  }

  /**
   * Finds out, however often the thread is interrupted meanwhile.
   *
   * @return the outcome, or empty if the database stayed away too long
   */
  <T> Optional<Outcome<T>> resolve(Operation operation, Attempt lost, Write<T> write) {
    boolean interrupted = Thread.interrupted();
    long deadline = System.nanoTime() + time.toNanos();
    try {
      while (!closed.getAsBoolean() && System.nanoTime() < deadline) {
        try (Connection connection = connections.open()) {
          if (lost.end(connection, deadline)) {
            return Optional.of(
                write.outcome(new Session(connection, operation, Attempt.OF_A_READ)));
          }
        } catch (SQLException away) {
          LOG.debug("the outcome of {} can't be read yet", operation.name(), away);
          interrupted |= pause();
        }
      }
      return Optional.empty();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Waits a little; returns whether the thread was interrupted. */
  private static boolean pause() {
    try {
      Thread.sleep(PAUSE);
      return false;
    } catch (InterruptedException interrupted) {
      return true;
    }
  }
}
