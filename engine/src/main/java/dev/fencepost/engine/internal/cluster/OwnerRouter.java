// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.cluster;

import dev.fencepost.engine.internal.rpc.Deadlines;
import dev.fencepost.engine.internal.rpc.PeerAnswers;
import dev.fencepost.engine.internal.rpc.ServiceErrors;
import dev.fencepost.spi.cluster.ClusterMember;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Calls the owner of something, here or at a peer, and tries again when ownership moves, until the
 * caller's deadline.
 */
final class OwnerRouter<S> {

  /** How long a call without a deadline looks for an owner. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(10);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);

  private final Membership membership;
  private final Supplier<S> local;
  private final Function<String, S> peers;

  OwnerRouter(Membership membership, Supplier<S> local, Function<String, S> peers) {
    this.membership = membership;
    this.local = local;
    this.peers = peers;
  }

  /** Whether a call whose connection broke may be made again. */
  enum Repeat {
    /** It has a request id or changes nothing that a second call would change again. */
    ALWAYS,
    /** Only when the callee surely did nothing. */
    IF_NOTHING_DONE
  }

  /**
   * Makes a call.
   *
   * @param subject what is owned, for people
   * @param owner its owner among the members
   * @param repeat what may be made again
   * @param call the call; runs once for each attempt
   */
  <R> R call(
      String subject,
      Function<ClusterView, Optional<ClusterMember>> owner,
      Repeat repeat,
      Function<S, R> call) {
    long end = System.nanoTime() + Deadlines.remaining(PATIENCE).toNanos();
    Duration pause = FIRST_PAUSE;
    while (true) {
      StatusRuntimeException failure;
      Optional<ClusterMember> member = owner.apply(membership.view());
      if (member.isEmpty()) {
        failure = ServiceErrors.unavailable("no live engine process owns " + subject);
      } else if (member.get().hostId().equals(membership.self())) {
        try {
          return call.apply(local.get());
        } catch (StatusRuntimeException answered) {
          failure = unlessFinal(answered, Repeat.ALWAYS);
        }
      } else {
        try {
          return call.apply(peers.apply(member.get().rpcAddress()));
        } catch (StatusRuntimeException answered) {
          failure = unlessFinal(answered, repeat);
        }
      }
      if (System.nanoTime() + pause.toNanos() >= end
          || Context.current().isCancelled()
          || membership.hasLeft()) {
        throw failure;
      }
      sleep(pause, failure);
      pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
      membership.refresh();
    }
  }

  private static StatusRuntimeException unlessFinal(
      StatusRuntimeException answered, Repeat repeat) {
    if (answered.getStatus().getCode() != Status.Code.UNAVAILABLE) {
      throw answered;
    }
    return switch (repeat) {
      case ALWAYS -> answered;
      case IF_NOTHING_DONE -> {
        if (PeerAnswers.provesNothingDone(answered)) {
          yield answered;
        }
        throw answered;
      }
    };
  }

  private static void sleep(Duration pause, StatusRuntimeException failure) {
    long nanos = pause.toNanos();
    try {
      Thread.sleep(Duration.ofNanos(nanos / 2 + ThreadLocalRandom.current().nextLong(nanos / 2)));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw failure;
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
