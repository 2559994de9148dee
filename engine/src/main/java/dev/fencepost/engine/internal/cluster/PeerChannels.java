// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.cluster;

import dev.fencepost.spi.cluster.ClusterMember;
import io.grpc.ManagedChannelBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The connections to the peers, one each. Those to members that are gone are cut. */
public final class PeerChannels implements AutoCloseable {

  /** For a peer that leaves in good order and finishes the calls under way. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private static final int MAX_ANSWER_BYTES = 256 * 1024 * 1024;

  private final Membership membership;
  private final Map<String, PeerChannel> channels = new ConcurrentHashMap<>();

  /** No connections yet. */
  public PeerChannels(Membership membership) {
    this.membership = membership;
    membership.onChange(this::cutGone);
  }

  /** The connection to an address; made at its first call. */
  PeerChannel channel(String address) {
    return channels.computeIfAbsent(address, PeerChannels::open);
  }

  @Override
  public void close() {
    channels.values().forEach(PeerChannel::cut);
  }

  private static PeerChannel open(String address) {
    return new PeerChannel(
        ManagedChannelBuilder.forTarget(address)
            .usePlaintext()
            .keepAliveTime(10, TimeUnit.SECONDS)
            .keepAliveTimeout(5, TimeUnit.SECONDS)
            .maxInboundMessageSize(MAX_ANSWER_BYTES)
            .build());
  }

  private void cutGone() {
    if (channels.keySet().stream().anyMatch(address -> !addresses().contains(address))) {
      Thread.ofVirtual().name("peer-channels").start(this::cutGoneAfterGrace);
    }
  }

  private void cutGoneAfterGrace() {
    Set<String> before = gone();
    try {
      Thread.sleep(GRACE);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    Set<String> still = gone();
    for (String address : before) {
      if (still.contains(address)) {
        PeerChannel channel = channels.remove(address);
        if (channel != null) {
          channel.cut();
        }
      }
    }
  }

  private Set<String> gone() {
    Set<String> alive = addresses();
    return channels.keySet().stream()
        .filter(address -> !alive.contains(address))
        .collect(Collectors.toSet());
  }

  private Set<String> addresses() {
    return membership.view().members().stream()
        .map(ClusterMember::rpcAddress)
        .collect(Collectors.toSet());
  }
}
