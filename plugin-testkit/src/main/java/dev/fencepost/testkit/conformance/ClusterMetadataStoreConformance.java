// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.conformance;

import static dev.fencepost.testkit.internal.Samples.blob;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.spi.PageRequest;
import dev.fencepost.spi.PageToken;
import dev.fencepost.spi.cluster.ClusterMetadata;
import dev.fencepost.spi.cluster.ClusterMetadataStore;
import dev.fencepost.spi.error.ConditionFailed;
import dev.fencepost.spi.error.FailedCondition;
import dev.fencepost.spi.error.InvalidRequest;
import dev.fencepost.spi.error.NotFound;
import dev.fencepost.testkit.Capability;
import dev.fencepost.testkit.PersistenceSource;
import dev.fencepost.testkit.internal.Pages;
import dev.fencepost.testkit.internal.Samples;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What every {@link ClusterMetadataStore} does: A7 of the contract, with the stale version it does
 * not cover, and item 10 of its section 4.9.
 */
public abstract class ClusterMetadataStoreConformance extends StoreConformance {

  /** The kit for a backend. */
  protected ClusterMetadataStoreConformance(PersistenceSource source) {
    super(source);
  }

  private ClusterMetadataStore metadata() {
    return persistence().clusterMetadata();
  }

  private static String newName() {
    return "cluster-" + UUID.randomUUID();
  }

  private ClusterMetadata saved(String name) {
    return metadata().save(name, blob("first"), 0, UUID.randomUUID());
  }

  private static FailedCondition versionIs(String name, long expected, long actual) {
    return new FailedCondition.ClusterMetadataVersionMismatch(name, expected, actual);
  }

  @Test
  void A7_readingWhatIsMissingIsNotFound() {
    Errors.expect(NotFound.class, () -> metadata().read(newName()));
  }

  @Test
  void A7_savedMetadataIsReadBackWithVersionOne() {
    String name = newName();
    assertThat(saved(name)).isEqualTo(new ClusterMetadata(name, blob("first"), 1));
    assertThat(metadata().read(name)).isEqualTo(new ClusterMetadata(name, blob("first"), 1));
  }

  @Test
  void A7_savingWhatExistsAsIfItWereNewIsAFailedConditionAndChangesNothing() {
    ClusterMetadata first = saved(newName());
    Errors.expectCondition(
        versionIs(first.clusterName(), 0, 1),
        () -> metadata().save(first.clusterName(), blob("again"), 0, UUID.randomUUID()));
    assertThat(metadata().read(first.clusterName())).isEqualTo(first);
  }

  @Test
  void A7_savingWithTheActualVersionStoresTheNext() {
    String name = saved(newName()).clusterName();
    ClusterMetadata second = metadata().save(name, blob("second"), 1, UUID.randomUUID());
    assertThat(second).isEqualTo(new ClusterMetadata(name, blob("second"), 2));
    assertThat(metadata().read(name)).isEqualTo(second);
  }

  @Test
  void savingWithAnotherVersionIsAFailedConditionWithTheActualOne() {
    String name = saved(newName()).clusterName();
    ClusterMetadata second = metadata().save(name, blob("second"), 1, UUID.randomUUID());
    for (long wrong : new long[] {1, 3, Long.MAX_VALUE - 1}) {
      Errors.expectCondition(
          versionIs(name, wrong, 2),
          () -> metadata().save(name, blob("x"), wrong, UUID.randomUUID()));
    }
    assertThat(metadata().read(name)).isEqualTo(second);
    String missing = newName();
    Errors.expectCondition(
        versionIs(missing, 1, 0), () -> metadata().save(missing, blob("x"), 1, UUID.randomUUID()));
    Errors.expect(NotFound.class, () -> metadata().read(missing));
  }

  @Test
  void A7_deletedMetadataIsGoneAndDeletingMayBeRepeated() {
    String name = saved(newName()).clusterName();
    metadata().delete(name, UUID.randomUUID());
    metadata().delete(name, UUID.randomUUID());
    Errors.expect(NotFound.class, () -> metadata().read(name));
    assertThat(saved(name).version()).isEqualTo(1);
  }

  @Test
  void A7_item10_everyClusterIsListedOnceInPagesOfAnySizeWhateverIsSavedMeanwhile() {
    List<ClusterMetadata> made = IntStream.range(0, 7).mapToObj(i -> saved(newName())).toList();
    for (int pageSize : new int[] {1, 2, 100}) {
      List<ClusterMetadata> listed =
          Pages.all(
              pageSize,
              page -> {
                saved(newName());
                return metadata().list(page);
              });
      assertThat(listed).doesNotHaveDuplicates().containsAll(made);
    }
    Errors.expect(
        InvalidRequest.class,
        () -> metadata().list(PageRequest.after(new PageToken("garbage"), 5)));
  }

  @Test
  void ofManyWhoSaveWithOneVersionExactlyOneSucceeds() throws InterruptedException {
    require(Capability.CONCURRENT_CALLS);
    String name = newName();
    for (long version : new long[] {0, 1}) {
      Callable<ClusterMetadata> saver =
          () -> metadata().save(name, blob("raced"), version, UUID.randomUUID());
      List<Together.Ending<ClusterMetadata>> endings = Together.run(Collections.nCopies(8, saver));
      assertThat(Together.returned(endings)).hasSize(1);
      assertThat(Together.thrown(endings))
          .hasSize(7)
          .allSatisfy(error -> assertThat(error).isExactlyInstanceOf(ConditionFailed.class));
    }
  }

  @Test
  void namesHaveAtMost255CharactersOfAnyScript() {
    for (String name : List.of("測".repeat(255), Samples.UNICODE)) {
      assertThat(saved(name)).isEqualTo(metadata().read(name));
    }
    for (String name : List.of("", Samples.textOfLength(256), "nul\0nul", Samples.HALF_CHARACTER)) {
      Errors.expect(InvalidRequest.class, () -> saved(name));
    }
  }
}
