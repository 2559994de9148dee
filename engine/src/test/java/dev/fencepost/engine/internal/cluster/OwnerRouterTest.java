// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.fencepost.engine.internal.cluster.OwnerRouter.Repeat;
import dev.fencepost.engine.internal.rpc.ServiceErrors;
import dev.fencepost.spi.Page;
import dev.fencepost.spi.PageRequest;
import dev.fencepost.spi.cluster.ClusterMember;
import dev.fencepost.spi.cluster.ClusterMembershipStore;
import dev.fencepost.spi.cluster.Heartbeat;
import dev.fencepost.spi.cluster.MemberFilter;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class OwnerRouterTest {

  private static final UUID SELF = UUID.randomUUID();
  private static final UUID PEER = UUID.randomUUID();

  private final List<String> asked = new ArrayList<>();
  private final Deque<Supplier<String>> answers = new ArrayDeque<>();
  private UUID owner = SELF;

  @Test
  void ownShard_isAskedHere() {
    answers.add(() -> "done");

    assertThat(call(Repeat.ALWAYS)).isEqualTo("done");
    assertThat(asked).containsExactly("local");
  }

  @Test
  void shardOfAPeer_isAskedThere() {
    owner = PEER;
    answers.add(() -> "done");

    assertThat(call(Repeat.ALWAYS)).isEqualTo("done");
    assertThat(asked).containsExactly("peer:1");
  }

  @Test
  void shardThatMoves_isAskedAtItsNewOwner() {
    answers.add(
        () -> {
          owner = PEER;
          throw ServiceErrors.shardMoved(1);
        });
    answers.add(() -> "done");

    assertThat(call(Repeat.IF_NOTHING_DONE)).isEqualTo("done");
    assertThat(asked).containsExactly("local", "peer:1");
  }

  @Test
  void brokenConnection_isRepeatedOnlyWhereThatIsHarmless() {
    owner = PEER;
    answers.add(OwnerRouterTest::broken);
    assertThat(refusal(Repeat.IF_NOTHING_DONE).getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);

    answers.add(OwnerRouterTest::broken);
    answers.add(() -> "done");
    assertThat(call(Repeat.ALWAYS)).isEqualTo("done");
  }

  @Test
  void connectionThatWasRefusedAndPeerThatDidNothing_areAlwaysRepeated() {
    owner = PEER;
    answers.add(
        () -> {
          throw Status.UNAVAILABLE.withCause(new ConnectException("refused")).asRuntimeException();
        });
    answers.add(
        () -> {
          Metadata trailers = new Metadata();
          trailers.put(
              Metadata.Key.of("fencepost-nothing-done", Metadata.ASCII_STRING_MARSHALLER), "1");
          throw Status.UNAVAILABLE.asRuntimeException(trailers);
        });
    answers.add(() -> "done");

    assertThat(call(Repeat.IF_NOTHING_DONE)).isEqualTo("done");
  }

  @Test
  void anotherError_isTheAnswer() {
    answers.add(
        () -> {
          throw ServiceErrors.notFound("no such workflow");
        });

    assertThat(refusal(Repeat.ALWAYS).getStatus().getCode()).isEqualTo(Code.NOT_FOUND);
    assertThat(asked).hasSize(1);
  }

  @Test
  void callWithoutAnOwner_endsBeforeItsDeadline() throws Exception {
    long begun = System.nanoTime();
    owner = UUID.randomUUID();
    try (ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        Context.CancellableContext context =
            Context.current().withDeadlineAfter(500, TimeUnit.MILLISECONDS, timer)) {
      StatusRuntimeException refused = context.call(() -> refusal(Repeat.ALWAYS));

      assertThat(refused.getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(1));
    }
  }

  private String call(Repeat repeat) {
    OwnerRouter<String> router = new OwnerRouter<>(membership(), () -> "local", address -> address);
    return router.call(
        "shard 1",
        view -> view.members().stream().filter(member -> member.hostId().equals(owner)).findFirst(),
        repeat,
        callee -> {
          asked.add(callee);
          return answers.remove().get();
        });
  }

  private StatusRuntimeException refusal(Repeat repeat) {
    return catchThrowableOfType(StatusRuntimeException.class, () -> call(repeat));
  }

  private static String broken() {
    throw Status.UNAVAILABLE.withDescription("connection reset").asRuntimeException();
  }

  private static Membership membership() {
    Membership membership =
        new Membership(
            new TwoMembers(), SELF, "engine", Duration.ofSeconds(30), Duration.ofMinutes(5));
    membership.refresh();
    membership.join("self:1");
    return membership;
  }

  /** Two processes that live for ever. */
  private static final class TwoMembers implements ClusterMembershipStore {

    @Override
    public ClusterMember heartbeat(Heartbeat heartbeat) {
      return member(SELF, "self:1");
    }

    @Override
    public Page<ClusterMember> list(MemberFilter filter, PageRequest page) {
      return new Page<>(List.of(member(SELF, "self:1"), member(PEER, "peer:1")), Optional.empty());
    }

    @Override
    public void leave(UUID hostId) {}

    @Override
    public int prune(int limit) {
      return 0;
    }

    private static ClusterMember member(UUID hostId, String address) {
      return new ClusterMember(
          hostId, "engine", address, Instant.EPOCH, Instant.EPOCH, Instant.MAX);
    }
  }
}
