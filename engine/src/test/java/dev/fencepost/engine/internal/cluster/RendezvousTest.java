// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RendezvousTest {

  @Test
  void hash_neverChanges() {
    assertThat(Rendezvous.hash("")).isEqualTo(5705415379283624141L);
    assertThat(Rendezvous.hash("namespace", "workflow")).isEqualTo(3383282432924186124L);
  }

  @Test
  void hash_separatesItsParts() {
    assertThat(Rendezvous.hash("ab", "c")).isNotEqualTo(Rendezvous.hash("a", "bc"));
  }

  @Property
  void memberThatGoes_movesOnlyItsOwnKeys(
      @ForAll @Size(min = 2, max = 6) List<Long> seeds, @ForAll @IntRange(max = 5) int which) {
    List<UUID> members =
        seeds.stream().map(seed -> new UUID(seed, Rendezvous.mix(seed))).distinct().toList();
    UUID gone = members.get(which % members.size());
    List<UUID> rest = new ArrayList<>(members);
    rest.remove(gone);

    for (int key = 0; key < 200; key++) {
      Optional<UUID> before = Rendezvous.owner(Rendezvous.mix(key), members, Function.identity());
      if (!before.equals(Optional.of(gone))) {
        assertThat(Rendezvous.owner(Rendezvous.mix(key), rest, Function.identity()))
            .isEqualTo(before);
      }
    }
  }

  @Test
  void keys_areSpreadEvenly() {
    List<UUID> members = List.of(new UUID(1, 2), new UUID(3, 4), new UUID(5, 6), new UUID(7, 8));
    Map<UUID, Integer> owned = new HashMap<>();
    for (int key = 0; key < 10_000; key++) {
      UUID owner =
          Rendezvous.owner(Rendezvous.mix(key), members, Function.identity()).orElseThrow();
      owned.merge(owner, 1, Integer::sum);
    }

    assertThat(owned.values()).hasSize(4).allMatch(count -> count > 2_200 && count < 2_800);
  }
}
