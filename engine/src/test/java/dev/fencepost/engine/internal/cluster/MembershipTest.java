// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.spi.Page;
import dev.fencepost.spi.PageRequest;
import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.PersistenceContext;
import dev.fencepost.spi.cluster.ClusterMember;
import dev.fencepost.spi.cluster.ClusterMembershipStore;
import dev.fencepost.spi.cluster.Heartbeat;
import dev.fencepost.spi.cluster.MemberFilter;
import dev.fencepost.spi.config.Configuration;
import dev.fencepost.spi.config.ConfigurationValue;
import dev.fencepost.testkit.memory.MemoryPlugin;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class MembershipTest {

  private static final Duration INTERVAL = Duration.ofMillis(50);
  private static final Duration EXPIRY = Duration.ofMillis(500);
  private static final int SHARDS = 16;

  private Persistence persistence;

  @BeforeEach
  void open() {
    Configuration configuration =
        Configuration.of(
            "test",
            Map.of("database", new ConfigurationValue(UUID.randomUUID().toString(), "test")));
    PersistenceContext context = new PersistenceContext(new SimpleMeterRegistry(), "test");
    try (var schema = new MemoryPlugin().openSchema(configuration, context)) {
      schema.setup();
    }
    persistence = new MemoryPlugin().open(configuration, context);
  }

  @AfterEach
  void close() {
    persistence.close();
  }

  @Test
  void members_shareTheShardsAndTheRestTakesOverWhatOneLeaves() throws InterruptedException {
    try (Membership one = membership(persistence.clusterMembership());
        Membership other = membership(persistence.clusterMembership())) {
      Changes changes = new Changes(one);
      one.join("host:1");
      assertThat(shards(one)).hasSize(SHARDS);

      other.join("host:2");
      changes.await(() -> one.addresses().size() == 2);
      Set<Integer> both = new HashSet<>(shards(one));
      both.retainAll(shards(other));
      assertThat(both).isEmpty();
      assertThat(shards(one).size() + shards(other).size()).isEqualTo(SHARDS);

      other.leave();
      assertThat(shards(other)).isEmpty();
      changes.await(() -> one.addresses().size() == 1);
      assertThat(shards(one)).hasSize(SHARDS);
    }
  }

  @Test
  void heartbeatThatHangs_endsTheOwnershipBeforePeersTakeOver() throws InterruptedException {
    StuckStore store = new StuckStore(persistence.clusterMembership());
    try (Membership one = membership(store)) {
      Changes changes = new Changes(one);
      one.join("host:1");
      assertThat(shards(one)).hasSize(SHARDS);

      store.stuck = true;
      changes.await(() -> shards(one).isEmpty());
      assertThat(one.isAlive()).isFalse();

      store.stuck = false;
      store.released.countDown();
      changes.await(() -> shards(one).size() == SHARDS);
    }
  }

  @Test
  void processStartedAgainOnItsAddress_doesNotWaitForItself() {
    Membership killed = membership(persistence.clusterMembership());
    persistence
        .clusterMembership()
        .heartbeat(new Heartbeat(killed.self(), "engine", "host:1", Duration.ofMinutes(5)));
    try (Membership again = membership(persistence.clusterMembership())) {
      again.join("host:1");

      assertThat(shards(again)).hasSize(SHARDS);
    }
  }

  private static Membership membership(ClusterMembershipStore store) {
    return new Membership(store, UUID.randomUUID(), "engine", INTERVAL, EXPIRY);
  }

  private static Set<Integer> shards(Membership membership) {
    return new MemberOwnership(membership, SHARDS).ownShards();
  }

  /** Waits for changes a membership announces. */
  private static final class Changes {
    private final LinkedBlockingQueue<String> announced = new LinkedBlockingQueue<>();

    Changes(Membership membership) {
      membership.onChange(() -> announced.add("changed"));
    }

    void await(Condition condition) throws InterruptedException {
      while (!condition.holds()) {
        assertThat(announced.poll(10, TimeUnit.SECONDS)).as("a change is announced").isNotNull();
      }
    }
  }

  private interface Condition {
    boolean holds();
  }

  /** A store whose database does not answer for a while. */
  private static final class StuckStore implements ClusterMembershipStore {
    private final ClusterMembershipStore store;
    private final CountDownLatch released = new CountDownLatch(1);
    private volatile boolean stuck;

    StuckStore(ClusterMembershipStore store) {
      this.store = store;
    }

    @Override
    public ClusterMember heartbeat(Heartbeat heartbeat) {
      if (stuck) {
        try {
          released.await();
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
        }
      }
      return store.heartbeat(heartbeat);
    }

    @Override
    public Page<ClusterMember> list(MemberFilter filter, PageRequest page) {
      return store.list(filter, page);
    }

    @Override
    public void leave(UUID hostId) {
      store.leave(hostId);
    }

    @Override
    public int prune(int limit) {
      return store.prune(limit);
    }
  }
}
