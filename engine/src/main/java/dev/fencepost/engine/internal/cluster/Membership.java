// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.cluster;

import static java.util.Objects.requireNonNull;

import dev.fencepost.spi.Page;
import dev.fencepost.spi.PageRequest;
import dev.fencepost.spi.PageToken;
import dev.fencepost.spi.cluster.ClusterMember;
import dev.fencepost.spi.cluster.ClusterMembershipStore;
import dev.fencepost.spi.cluster.Heartbeat;
import dev.fencepost.spi.cluster.MemberFilter;
import dev.fencepost.spi.error.PersistenceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says that this process is alive and follows who else is. A process whose heartbeat could not be
 * written for as long as its peers believe in it stops believing in itself, by its own clock and
 * before them. Safe for use by many threads.
 */
public final class Membership implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Membership.class);
  private static final int PAGE_SIZE = 500;
  private static final int PRUNED_AT_ONCE = 100;
  private static final Duration LAST_HEARTBEAT = Duration.ofSeconds(2);
  private static final Duration FRESH = Duration.ofMillis(100);

  private final ClusterMembershipStore store;
  private final UUID self;
  private final String role;
  private final Duration interval;
  private final Duration expiry;
  private final MemberFilter peers;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final ReentrantLock reading = new ReentrantLock();
  private final ReentrantLock announcing = new ReentrantLock();
  private final List<Thread> threads = new ArrayList<>();

  private volatile ClusterView read = ClusterView.EMPTY;
  private volatile long readAt;
  private volatile long aliveUntil;
  private volatile boolean left;
  private ClusterView announced = ClusterView.EMPTY;

  /**
   * A membership that has not been taken up.
   *
   * @param store where members meet
   * @param self this process
   * @param role what members have in common
   * @param interval how often this process says that it is alive
   * @param expiry how long it counts as alive after it last did
   */
  public Membership(
      ClusterMembershipStore store, UUID self, String role, Duration interval, Duration expiry) {
    this.store = requireNonNull(store, "store is null");
    this.self = requireNonNull(self, "self is null");
    this.role = requireNonNull(role, "role is null");
    this.interval = requireNonNull(interval, "interval is null");
    this.expiry = requireNonNull(expiry, "expiry is null");
    this.peers =
        new MemberFilter(
            Optional.empty(),
            Optional.of(role),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    this.aliveUntil = System.nanoTime();
    this.readAt = System.nanoTime() - FRESH.toNanos();
  }

  /**
   * Takes up the membership: when this returns the process is a member and knows the others.
   *
   * @param address where peers reach this process
   */
  public void join(String address) {
    Heartbeat heartbeat = new Heartbeat(self, role, address, expiry);
    beat(heartbeat);
    read();
    announce();
    threads.add(Thread.ofVirtual().name("membership-heartbeat").start(() -> keepAlive(heartbeat)));
    threads.add(Thread.ofVirtual().name("membership-watch").start(this::watch));
  }

  /** This process. */
  UUID self() {
    return self;
  }

  /** Whether this process can be sure that it counts as alive. */
  public boolean isAlive() {
    return !left && System.nanoTime() - aliveUntil < 0;
  }

  /** Whether this process has ended its membership, which it does when it shuts down. */
  boolean hasLeft() {
    return left;
  }

  /** The addresses of the members, as this process knows them. */
  public List<String> addresses() {
    return view().members().stream().map(ClusterMember::rpcAddress).toList();
  }

  /** The members alive; without this process if it can't be sure that it still counts as alive. */
  ClusterView view() {
    ClusterView latest = read;
    if (isAlive()) {
      return latest;
    }
    return new ClusterView(
        latest.members().stream().filter(member -> !member.hostId().equals(self)).toList());
  }

  /** Reads the members again, unless that was done a moment ago. */
  void refresh() {
    long asked = System.nanoTime();
    reading.lock();
    try {
      if (asked - readAt >= FRESH.toNanos()) {
        read();
      }
    } catch (PersistenceException unavailable) {
      LOG.debug("members can't be read", unavailable);
    } finally {
      reading.unlock();
    }
    announce();
  }

  /** Runs the action after each change of the {@linkplain #view() view}. */
  void onChange(Runnable action) {
    listeners.add(action);
  }

  /** Ends the membership: the others see it at their next look. */
  public void leave() {
    left = true;
    threads.forEach(Thread::interrupt);
    awaitLastHeartbeat();
    try {
      store.leave(self);
    } catch (PersistenceException unavailable) {
      LOG.debug("the membership can't be ended; it expires", unavailable);
    }
    announce();
  }

  @Override
  public void close() {
    leave();
  }

  /** One that is written after the membership has ended would revive it. */
  private void awaitLastHeartbeat() {
    try {
      for (Thread thread : threads) {
        if (!thread.join(LAST_HEARTBEAT)) {
          LOG.debug("{} has not ended in time", thread.getName());
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void keepAlive(Heartbeat heartbeat) {
    while (pause(interval)) {
      try {
        beat(heartbeat);
        reading.lock();
        try {
          read();
        } finally {
          reading.unlock();
        }
        store.prune(PRUNED_AT_ONCE);
      } catch (PersistenceException unavailable) {
        LOG.debug("the heartbeat can't be written", unavailable);
      } catch (RuntimeException unexpected) {
        LOG.warn("the heartbeat failed: {}", unexpected.toString());
      }
      announce();
    }
  }

  /** The heartbeat may hang in the database; what follows from its absence must not. */
  private void watch() {
    Duration shortest = interval.dividedBy(4);
    while (pause(shortest)) {
      announce();
    }
  }

  private boolean pause(Duration time) {
    if (left) {
      return false;
    }
    try {
      Thread.sleep(time);
      return !left;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void beat(Heartbeat heartbeat) {
    // counted from before the call: the database adds the time to live later than that
    long asked = System.nanoTime();
    store.heartbeat(heartbeat);
    aliveUntil = asked + expiry.toNanos();
  }

  private void read() {
    long asked = System.nanoTime();
    List<ClusterMember> members = new ArrayList<>();
    Optional<PageToken> next = Optional.empty();
    do {
      Page<ClusterMember> page = store.list(peers, new PageRequest(PAGE_SIZE, next));
      members.addAll(page.items());
      next = page.next();
    } while (next.isPresent());
    read = ClusterView.of(members);
    readAt = asked;
  }

  private void announce() {
    announcing.lock();
    try {
      ClusterView now = view();
      if (sameMembers(now, announced)) {
        return;
      }
      announced = now;
      report(now);
      listeners.forEach(Runnable::run);
    } finally {
      announcing.unlock();
    }
  }

  private void report(ClusterView now) {
    boolean member = now.members().stream().anyMatch(one -> one.hostId().equals(self));
    if (!member && isAlive()) {
      LOG.warn(
          "another process says it is reached at this one's address: every process needs a"
              + " 'server.advertised-address' of its own");
    } else if (!member && !left) {
      LOG.warn("the heartbeat could not be written in time; giving up all shards until it can");
    }
    LOG.info(
        "live engine processes: {}",
        now.members().stream().map(ClusterMember::rpcAddress).collect(Collectors.joining(", ")));
  }

  private static boolean sameMembers(ClusterView one, ClusterView other) {
    return one.members().stream()
        .map(ClusterMember::hostId)
        .toList()
        .equals(other.members().stream().map(ClusterMember::hostId).toList());
  }
}
