// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.spi.PageRequest;
import dev.fencepost.spi.PageToken;
import dev.fencepost.spi.cluster.ClusterMember;
import dev.fencepost.spi.cluster.ClusterMembershipStore;
import dev.fencepost.spi.cluster.Heartbeat;
import dev.fencepost.spi.cluster.MemberFilter;
import dev.fencepost.spi.error.InvalidRequest;
import dev.fencepost.testkit.Capability;
import dev.fencepost.testkit.PersistenceSource;
import dev.fencepost.testkit.internal.Pages;
import dev.fencepost.testkit.internal.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link ClusterMembershipStore} does: A1 to A5 of the contract. A6, an expiry of
 * nothing or less, is refused by the request itself.
 */
public abstract class ClusterMembershipStoreConformance extends StoreConformance {

  private static final Duration LONG = Duration.ofHours(1);

  /** The kit for a backend. */
  protected ClusterMembershipStoreConformance(PersistenceSource source) {
    super(source);
  }

  private ClusterMembershipStore members() {
    return persistence().clusterMembership();
  }

  @BeforeEach
  final void removeAllMembers() {
    list(MemberFilter.alive()).forEach(member -> members().leave(member.hostId()));
    members().prune(Integer.MAX_VALUE);
  }

  private ClusterMember alive(String role, String address) {
    return members().heartbeat(new Heartbeat(UUID.randomUUID(), role, address, LONG));
  }

  private List<ClusterMember> list(MemberFilter filter) {
    return Pages.all(50, page -> members().list(filter, page));
  }

  private static MemberFilter filter(
      Optional<UUID> hostId,
      Optional<String> role,
      Optional<String> rpcAddress,
      Optional<Duration> heartbeatWithin,
      Optional<Instant> sessionStartedFromInclusive) {
    return new MemberFilter(hostId, role, rpcAddress, heartbeatWithin, sessionStartedFromInclusive);
  }

  private static MemberFilter ofHost(UUID hostId) {
    return filter(
        Optional.of(hostId),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void A1_thereAreNoMembersAtFirst() {
    assertThat(list(MemberFilter.alive())).isEmpty();
    assertThat(members().prune(10)).isZero();
  }

  @Test
  void A2_aMemberIsReadBackAsItsHeartbeatReturnedIt() {
    UUID host = UUID.randomUUID();
    ClusterMember member = members().heartbeat(new Heartbeat(host, "history", "h:1", LONG));
    assertThat(member.hostId()).isEqualTo(host);
    assertThat(member.role()).isEqualTo("history");
    assertThat(member.rpcAddress()).isEqualTo("h:1");
    assertThat(member.sessionStart()).isEqualTo(member.lastHeartbeat());
    assertThat(member.expiry()).isEqualTo(member.lastHeartbeat().plus(LONG));
    assertThat(list(MemberFilter.alive())).containsExactly(member);
  }

  @Test
  void A2_anotherHeartbeatKeepsTheSessionAndRenewsTheRest() {
    UUID host = UUID.randomUUID();
    ClusterMember first = members().heartbeat(new Heartbeat(host, "history", "h:1", LONG));
    ClusterMember second =
        members().heartbeat(new Heartbeat(host, "matching", "h:2", LONG.multipliedBy(2)));
    assertThat(second.sessionStart()).isEqualTo(first.sessionStart());
    assertThat(second.lastHeartbeat()).isAfterOrEqualTo(first.lastHeartbeat());
    assertThat(second.expiry()).isEqualTo(second.lastHeartbeat().plus(LONG.multipliedBy(2)));
    assertThat(second.role()).isEqualTo("matching");
    assertThat(list(MemberFilter.alive())).containsExactly(second);
  }

  @Test
  void A3_aHundredMembersAreListedOnceInPages() {
    Set<UUID> made = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      made.add(alive("history", "h:" + i).hostId());
    }
    List<ClusterMember> listed = Pages.all(9, page -> members().list(MemberFilter.alive(), page));
    assertThat(listed).extracting(ClusterMember::hostId).doesNotHaveDuplicates();
    assertThat(listed).extracting(ClusterMember::hostId).containsExactlyInAnyOrderElementsOf(made);
    assertThat(listed).extracting(member -> member.hostId().toString()).isSorted();
  }

  @Test
  void A4_filtersAreCombined() {
    ClusterMember history = alive("history", "h:1");
    ClusterMember matching = alive("matching", "h:2");
    Optional<Duration> withinAnHour = Optional.of(LONG);
    Optional<Instant> sinceHistory = Optional.of(history.sessionStart());
    assertThat(list(ofHost(history.hostId()))).containsExactly(history);
    assertThat(list(ofHost(UUID.randomUUID()))).isEmpty();
    assertThat(
            list(
                filter(
                    Optional.empty(),
                    Optional.of("matching"),
                    Optional.empty(),
                    withinAnHour,
                    sinceHistory)))
        .containsExactly(matching);
    assertThat(
            list(
                filter(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of("h:1"),
                    withinAnHour,
                    sinceHistory)))
        .containsExactly(history);
    assertThat(
            list(
                filter(
                    Optional.empty(),
                    Optional.of("matching"),
                    Optional.of("h:1"),
                    Optional.empty(),
                    Optional.empty())))
        .isEmpty();
    assertThat(
            list(
                filter(
                    Optional.of(history.hostId()),
                    Optional.of("history"),
                    Optional.of("h:1"),
                    withinAnHour,
                    sinceHistory)))
        .containsExactly(history);
  }

  @Test
  void A4_theSessionBoundIsInclusive() {
    ClusterMember member = alive("history", "h:1");
    assertThat(list(startedFrom(member.sessionStart()))).containsExactly(member);
    assertThat(list(startedFrom(member.sessionStart().plusNanos(1_000)))).isEmpty();
  }

  private static MemberFilter startedFrom(Instant from) {
    return filter(
        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(from));
  }

  @Test
  void A4_heartbeatsThatAreTooOldAreLeftOut() {
    ClusterMember member = alive("history", "h:1");
    MemberFilter lately =
        filter(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(Duration.ofMillis(200)),
            Optional.empty());
    Deadline.inThirtySeconds()
        .await("the heartbeat did not grow old", () -> list(lately).isEmpty());
    assertThat(list(MemberFilter.alive())).containsExactly(member);
    members().heartbeat(new Heartbeat(member.hostId(), "history", "h:1", LONG));
    assertThat(list(MemberFilter.alive())).hasSize(1);
  }

  @Test
  void A5_aMemberIsListedUntilItExpiresAndPrunedOnlyThen() {
    require(Capability.MEMBER_EXPIRY);
    ClusterMember lasting = alive("history", "h:1");
    ClusterMember expiring =
        members()
            .heartbeat(new Heartbeat(UUID.randomUUID(), "history", "h:2", Duration.ofSeconds(1)));
    assertThat(members().prune(100)).isZero();
    assertThat(list(ofHost(expiring.hostId()))).containsExactly(expiring);
    Deadline.inThirtySeconds()
        .await("the member did not expire", () -> list(ofHost(expiring.hostId())).isEmpty());
    assertThat(members().prune(100)).isEqualTo(1);
    assertThat(list(MemberFilter.alive())).containsExactly(lasting);
  }

  @Test
  void pruneRespectsItsLimit() {
    require(Capability.MEMBER_EXPIRY);
    for (int i = 0; i < 5; i++) {
      members()
          .heartbeat(new Heartbeat(UUID.randomUUID(), "history", "h:" + i, Duration.ofMillis(1)));
    }
    Deadline.inThirtySeconds()
        .await("the members did not expire", () -> list(MemberFilter.alive()).isEmpty());
    assertThat(members().prune(3)).isEqualTo(3);
    assertThat(members().prune(3)).isEqualTo(2);
    assertThat(members().prune(3)).isZero();
    Errors.expect(InvalidRequest.class, () -> members().prune(0));
  }

  @Test
  void leavingRemovesAMemberAtOnceAndMayBeRepeated() {
    ClusterMember member = alive("history", "h:1");
    members().leave(member.hostId());
    members().leave(member.hostId());
    assertThat(list(MemberFilter.alive())).isEmpty();
  }

  @Test
  void textsAreCheckedAndPageTokensToo() {
    assertThat(alive("é".repeat(63), "h:1").role()).hasSize(63);
    for (String role : List.of("", Samples.textOfLength(64), "nul\0nul", Samples.HALF_CHARACTER)) {
      Errors.expect(InvalidRequest.class, () -> alive(role, "h:1"));
    }
    Errors.expect(
        InvalidRequest.class,
        () -> members().list(MemberFilter.alive(), PageRequest.after(new PageToken("garbage"), 5)));
  }
}
