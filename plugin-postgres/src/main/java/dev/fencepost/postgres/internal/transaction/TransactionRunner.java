// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.transaction;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.FailsafeExecutor;
import dev.fencepost.postgres.internal.connection.Connections;
import dev.fencepost.spi.error.OutcomeUnknown;
import dev.fencepost.spi.error.PersistenceException;
import dev.fencepost.spi.error.Unavailable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns the loop of every call: connection, body, commit, meaning of the error, wait, again. Safe
 * for use by many threads.
 */
public final class TransactionRunner implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TransactionRunner.class);

  private final Connections pool;
  private final Attempts attempts;
  private final FailsafeExecutor<Object> executor;
  private final OutcomeResolver resolver;
  private final Lifecycle lifecycle = new Lifecycle();

  /** A runner that closes the pool when it is closed. */
  public TransactionRunner(Connections pool, Attempts attempts, RetryLimits limits) {
    this.pool = pool;
    this.attempts = attempts;
    this.executor = Failsafe.with(limits.policy());
    this.resolver = new OutcomeResolver(pool, limits.resolutionTime(), lifecycle::isClosed);
  }

  /** Runs a read. */
  public <T> T read(Operation operation, Read<T> read) {
    return call(operation, failures -> readOnce(operation, read, failures));
  }

  /** Runs a write. */
  public <T> T write(Operation operation, Write<T> write) {
    return call(operation, failures -> writeOnce(operation, write, failures));
  }

  /** Opens a connection beside the pool. */
  public Connection openBesidePool() throws SQLException {
    return pool.open();
  }

  @Override
  public void close() {
    lifecycle.close(pool::close);
  }

  private <T> T call(Operation operation, Try<T> attempt) {
    long start = System.nanoTime();
    List<Throwable> failures = new ArrayList<>(0);
    String outcome = "ok";
    try {
      return executor.get(() -> lifecycle.attempt(() -> attempt.run(failures)));
    } catch (RunAgain exhausted) {
      operation.countExhausted();
      LOG.warn(
          "{} gave up after {} attempts: {}",
          operation.name(),
          failures.size(),
          String.valueOf(exhausted.getCause()));
      outcome = Translation.UNAVAILABLE;
      throw withFailures(
          failures,
          new Unavailable(
              "attempts or time were used up",
              Map.of("operation", operation.name(), "attempts", failures.size()),
              exhausted.getCause()));
    } catch (PersistenceException typed) {
      outcome = Translation.outcome(typed);
      throw withFailures(failures, typed);
    } catch (FailsafeException interrupted) {
      Thread.currentThread().interrupt();
      outcome = Translation.UNAVAILABLE;
      throw withFailures(
          failures,
          new Unavailable("interrupted", Map.of("operation", operation.name()), interrupted));
    } catch (RuntimeException | Error bug) {
      outcome = "bug";
      throw bug;
    } finally {
      operation.recordLatency(start, outcome);
    }
  }

  private <T> T readOnce(Operation operation, Read<T> read, List<Throwable> failures) {
    operation.countAttempt(failures.size() + 1);
    try (Connection connection = borrow(operation)) {
      try {
        return read.attempt(new Session(connection, operation, Attempt.OF_A_READ));
      } catch (SQLException failed) {
        failures.add(failed);
        ErrorClass meaning = SqlErrors.classify(failed);
        if (meaning == ErrorClass.UNKNOWN) {
          pool.evict(connection);
          throw new RunAgain(operation, failed);
        }
        throw translate(operation, meaning, failed);
      }
    } catch (SQLException notGivenBack) {
      failures.add(notGivenBack);
      throw new RunAgain(operation, notGivenBack);
    }
  }

  private <T> T writeOnce(Operation operation, Write<T> write, List<Throwable> failures) {
    operation.countAttempt(failures.size() + 1);
    try (Attempt attempt = attempts.start(write.fence());
        Connection connection = borrow(operation)) {
      attempt.runsOn(connection);
      WriteAttempt.Ending<T> ending = new WriteAttempt<>(operation, write, attempt).run(connection);
      return switch (ending) {
        case WriteAttempt.Ending.Returned<T> returned -> returned.value();
        case WriteAttempt.Ending.Failed<T> failed -> {
          failures.add(failed.error());
          throw duplicateOr(operation, write, failed);
        }
        case WriteAttempt.Ending.LostBeforeCommit<T> lost -> {
          failures.add(lost.error());
          pool.evict(connection);
          throw new RunAgain(operation, lost.error());
        }
        case WriteAttempt.Ending.Lost<T> lost -> {
          failures.add(lost.error());
          pool.evict(connection);
          yield resolve(operation, write, attempt, lost.error());
        }
      };
    } catch (SQLException unidentified) {
      failures.add(unidentified);
      throw new RunAgain(operation, unidentified);
    }
  }

  private <T> T resolve(Operation operation, Write<T> write, Attempt attempt, SQLException lost) {
    LOG.info("{} lost its connection: looking for its outcome", operation.name());
    Optional<Outcome<T>> found = resolver.resolve(operation, attempt, write);
    if (found.isEmpty()) {
      operation.countUnknownOutcome("unknown");
      throw new OutcomeUnknown(
          "the connection was lost and the database stayed away",
          Map.of("operation", operation.name()),
          lost);
    }
    return switch (found.get()) {
      case Outcome.Committed<T> committed -> {
        operation.countUnknownOutcome("committed");
        yield committed.value();
      }
      case Outcome.NotCommitted<T> not -> {
        operation.countUnknownOutcome("not_committed");
        throw new RunAgain(operation, lost);
      }
      case Outcome.Undecided<T> undecided -> {
        operation.countUnknownOutcome("unknown");
        throw new OutcomeUnknown(
            "the connection was lost and others have written since",
            Map.of("operation", operation.name()),
            lost);
      }
    };
  }

  private static <T> RuntimeException duplicateOr(
      Operation operation, Write<T> write, WriteAttempt.Ending.Failed<T> failed) {
    if (failed.meaning() == ErrorClass.DUPLICATE_KEY) {
      Optional<PersistenceException> typed =
          SqlErrors.duplicateKey(failed.error()).flatMap(write::duplicateKey);
      if (typed.isPresent()) {
        return typed.get();
      }
    }
    return translate(operation, failed.meaning(), failed.error());
  }

  private static RuntimeException translate(
      Operation operation, ErrorClass meaning, SQLException failed) {
    if (meaning == ErrorClass.CONFLICT || meaning == ErrorClass.DUPLICATE_KEY) {
      operation.countConflict();
      LOG.debug("{} runs again: {}", operation.name(), failed.getMessage());
      return new RunAgain(operation, failed);
    }
    return Translation.error(operation, meaning, failed);
  }

  private Connection borrow(Operation operation) {
    try {
      return pool.borrow();
    } catch (SQLException none) {
      throw new Unavailable(
          "no connection to the database",
          Map.of("operation", operation.name(), "reason", String.valueOf(none.getMessage())),
          none);
    }
  }

  private static <E extends Throwable> E withFailures(List<Throwable> failures, E error) {
    failures.stream()
        .filter(failure -> !failure.equals(error.getCause()))
        .forEach(error::addSuppressed);
    return error;
  }

  /** One attempt of a call; what went wrong is added to the failures. */
  @FunctionalInterface
  private interface Try<T> {
    T run(List<Throwable> failures);
  }
}
