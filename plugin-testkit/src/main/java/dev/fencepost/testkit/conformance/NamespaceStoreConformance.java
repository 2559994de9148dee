// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.conformance;

import static dev.fencepost.testkit.internal.Samples.blob;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.spi.PageRequest;
import dev.fencepost.spi.PageToken;
import dev.fencepost.spi.error.AlreadyExists;
import dev.fencepost.spi.error.ConditionFailed;
import dev.fencepost.spi.error.FailedCondition;
import dev.fencepost.spi.error.InvalidRequest;
import dev.fencepost.spi.error.NotFound;
import dev.fencepost.spi.namespace.Namespace;
import dev.fencepost.spi.namespace.NamespaceStore;
import dev.fencepost.testkit.Capability;
import dev.fencepost.testkit.PersistenceSource;
import dev.fencepost.testkit.internal.Pages;
import dev.fencepost.testkit.internal.Samples;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What every {@link NamespaceStore} does: P1 to P12 and A8 to A17 of the contract.
 *
 * <p>Not here, because the SPI has no such call: both or neither of id and name in A9 (there are
 * two calls), P10 (a lock), A18 (system namespaces are the engine's matter). P12 changes nothing
 * there without an error; here it is the failed condition of A12.
 */
public abstract class NamespaceStoreConformance extends StoreConformance {

  /** The kit for a backend. */
  protected NamespaceStoreConformance(PersistenceSource source) {
    super(source);
  }

  private NamespaceStore namespaces() {
    return persistence().namespaces();
  }

  private static String newName() {
    return "namespace-" + UUID.randomUUID();
  }

  private Namespace created() {
    return namespaces().create(UUID.randomUUID(), newName(), blob("created"), UUID.randomUUID());
  }

  private void assertStored(Namespace namespace) {
    assertThat(namespaces().read(namespace.id())).isEqualTo(namespace);
    assertThat(namespaces().readByName(namespace.name())).isEqualTo(namespace);
  }

  private FailedCondition versionIsNot(long expected) {
    return new FailedCondition.NotificationVersionMismatch(
        expected, namespaces().notificationVersion());
  }

  @Test
  void P1_P3_aNamespaceIsReadBackByIdAndByName() {
    UUID id = UUID.randomUUID();
    String name = newName();
    Namespace created = namespaces().create(id, name, blob("state"), UUID.randomUUID());
    assertThat(created)
        .isEqualTo(new Namespace(id, name, blob("state"), namespaces().notificationVersion()));
    assertStored(created);
  }

  @Test
  void P2_A8_aTakenIdOrNameIsAlreadyExistsAndChangesNothing() {
    Namespace first = created();
    long version = namespaces().notificationVersion();
    UUID request = UUID.randomUUID();
    Errors.expect(
        AlreadyExists.class,
        () -> namespaces().create(first.id(), first.name(), blob("x"), request));
    Errors.expect(
        AlreadyExists.class, () -> namespaces().create(first.id(), newName(), blob("x"), request));
    Errors.expect(
        AlreadyExists.class,
        () -> namespaces().create(UUID.randomUUID(), first.name(), blob("x"), request));
    assertStored(first);
    assertThat(namespaces().notificationVersion()).isEqualTo(version);
  }

  @Test
  void P4_P6_A13_updateStoresTheStateAndTheNextVersion() {
    Namespace first = created();
    long version = namespaces().notificationVersion();
    Namespace updated = namespaces().update(first.id(), blob("new"), version, UUID.randomUUID());
    assertThat(updated)
        .isEqualTo(new Namespace(first.id(), first.name(), blob("new"), version + 1));
    assertStored(updated);
  }

  @Test
  void P5_A16_updateAndRenameOfAMissingNamespaceAreNotFound() {
    long version = namespaces().notificationVersion();
    UUID missing = UUID.randomUUID();
    Errors.expect(
        NotFound.class, () -> namespaces().update(missing, blob("x"), version, UUID.randomUUID()));
    Errors.expect(
        NotFound.class, () -> namespaces().rename(missing, newName(), version, UUID.randomUUID()));
    assertThat(namespaces().notificationVersion()).isEqualTo(version);
  }

  @Test
  void P7_A15_deleteByIdFreesIdAndNameAndMayBeRepeated() {
    Namespace first = created();
    namespaces().delete(first.id(), UUID.randomUUID());
    namespaces().delete(first.id(), UUID.randomUUID());
    assertGone(first);
    namespaces().create(first.id(), first.name(), blob("again"), UUID.randomUUID());
  }

  @Test
  void P8_A15_deleteByNameFreesIdAndNameAndMayBeRepeated() {
    Namespace first = created();
    namespaces().deleteByName(first.name(), UUID.randomUUID());
    namespaces().deleteByName(first.name(), UUID.randomUUID());
    assertGone(first);
    namespaces().create(first.id(), first.name(), blob("again"), UUID.randomUUID());
  }

  private void assertGone(Namespace namespace) {
    Errors.expect(NotFound.class, () -> namespaces().read(namespace.id()));
    Errors.expect(NotFound.class, () -> namespaces().readByName(namespace.name()));
  }

  @Test
  void P9_A17_everyNamespaceIsListedOnceInPagesOfAnySize() {
    List<Namespace> made = IntStream.range(0, 7).mapToObj(i -> created()).toList();
    Namespace deleted = created();
    namespaces().delete(deleted.id(), UUID.randomUUID());
    for (int pageSize : new int[] {1, 2, 1_000_000}) {
      List<Namespace> listed = Pages.all(pageSize, page -> namespaces().list(page));
      assertThat(listed).doesNotHaveDuplicates().containsAll(made);
      assertThat(listed).extracting(Namespace::id).doesNotContain(deleted.id());
      assertThat(listed).extracting(row -> row.id().toString()).isSorted();
    }
  }

  @Test
  void P9_rowsThatExistDuringAListingAppearOnceWhateverIsCreatedMeanwhile() {
    List<UUID> made = IntStream.range(0, 7).mapToObj(i -> created().id()).toList();
    List<UUID> listed = new ArrayList<>();
    Pages.all(
            2,
            page -> {
              created();
              return namespaces().list(page);
            })
        .forEach(row -> listed.add(row.id()));
    assertThat(listed).doesNotHaveDuplicates().containsAll(made);
  }

  @Test
  void P11_A14_createUpdateAndRenameEachAddOneToTheNotificationVersion() {
    long version = namespaces().notificationVersion();
    Namespace namespace = created();
    assertThat(namespace.notificationVersion()).isEqualTo(version + 1);
    namespaces().update(namespace.id(), blob("new"), version + 1, UUID.randomUUID());
    namespaces().rename(namespace.id(), newName(), version + 2, UUID.randomUUID());
    assertThat(namespaces().notificationVersion()).isEqualTo(version + 3);
    assertThat(namespaces().read(namespace.id()).notificationVersion()).isEqualTo(version + 3);
  }

  @Test
  void P12_A12_anotherNotificationVersionIsAFailedConditionWithTheActualOne() {
    Namespace first = created();
    Namespace second = created();
    for (long wrong : new long[] {0, first.notificationVersion(), Long.MAX_VALUE}) {
      Errors.expectCondition(
          versionIsNot(wrong),
          () -> namespaces().update(first.id(), blob("x"), wrong, UUID.randomUUID()));
      Errors.expectCondition(
          versionIsNot(wrong),
          () -> namespaces().rename(first.id(), newName(), wrong, UUID.randomUUID()));
    }
    assertStored(first);
    assertStored(second);
    assertThat(namespaces().notificationVersion()).isEqualTo(second.notificationVersion());
  }

  @Test
  void anyNamespaceMayBeChangedAtTheTablesVersionNotOnlyTheLastOne() {
    Namespace first = created();
    created();
    long version = namespaces().notificationVersion();
    Namespace updated = namespaces().update(first.id(), blob("new"), version, UUID.randomUUID());
    assertThat(updated.notificationVersion()).isEqualTo(version + 1);
  }

  @Test
  void theNotificationVersionIsReportedBeforeTheMissingNamespace() {
    long wrong = namespaces().notificationVersion() + 1;
    Errors.expectCondition(
        versionIsNot(wrong),
        () -> namespaces().update(UUID.randomUUID(), blob("x"), wrong, UUID.randomUUID()));
  }

  @Test
  void A9_readingWhatIsMissingIsNotFound() {
    Errors.expect(NotFound.class, () -> namespaces().read(UUID.randomUUID()));
    Errors.expect(NotFound.class, () -> namespaces().readByName(newName()));
  }

  @Test
  void A10_ofManyWhoCreateOneNameAtOnceExactlyOneSucceeds() throws InterruptedException {
    require(Capability.CONCURRENT_CALLS);
    String name = newName();
    Callable<Namespace> creator =
        () -> namespaces().create(UUID.randomUUID(), name, blob("x"), UUID.randomUUID());
    List<Together.Ending<Namespace>> endings = Together.run(Collections.nCopies(16, creator));
    assertThat(Together.returned(endings)).hasSize(1);
    assertThat(Together.thrown(endings))
        .hasSize(15)
        .allSatisfy(error -> assertThat(error).isExactlyInstanceOf(AlreadyExists.class));
    assertStored(Together.returned(endings).getFirst());
  }

  @Test
  void creationsOfDifferentNamesAtOnceAllSucceedWithVersionsOfTheirOwn()
      throws InterruptedException {
    require(Capability.CONCURRENT_CALLS);
    long version = namespaces().notificationVersion();
    Callable<Namespace> creator = this::created;
    List<Together.Ending<Namespace>> endings = Together.run(Collections.nCopies(8, creator));
    assertThat(Together.thrown(endings)).isEmpty();
    assertThat(Together.returned(endings))
        .extracting(Namespace::notificationVersion)
        .doesNotHaveDuplicates();
    assertThat(namespaces().notificationVersion()).isEqualTo(version + 8);
  }

  @Test
  void A11_ofManyUpdatesWithOneVersionExactlyOneSucceeds() throws InterruptedException {
    require(Capability.CONCURRENT_CALLS);
    Namespace first = created();
    long version = namespaces().notificationVersion();
    Callable<Namespace> updater =
        () -> namespaces().update(first.id(), blob("new"), version, UUID.randomUUID());
    List<Together.Ending<Namespace>> endings = Together.run(Collections.nCopies(16, updater));
    assertThat(Together.returned(endings)).hasSize(1);
    assertThat(Together.thrown(endings))
        .hasSize(15)
        .allSatisfy(error -> assertThat(error).isExactlyInstanceOf(ConditionFailed.class));
    assertThat(namespaces().notificationVersion()).isEqualTo(version + 1);
  }

  @Test
  void A13_renameFreesTheOldName() {
    Namespace first = created();
    String newName = newName();
    long version = namespaces().notificationVersion();
    Namespace renamed = namespaces().rename(first.id(), newName, version, UUID.randomUUID());
    assertThat(renamed).isEqualTo(new Namespace(first.id(), newName, blob("created"), version + 1));
    assertStored(renamed);
    Errors.expect(NotFound.class, () -> namespaces().readByName(first.name()));
    namespaces().create(UUID.randomUUID(), first.name(), blob("other"), UUID.randomUUID());
  }

  @Test
  void A13_renameToATakenNameIsAlreadyExistsAndChangesNeither() {
    Namespace first = created();
    Namespace second = created();
    long version = namespaces().notificationVersion();
    Errors.expect(
        AlreadyExists.class,
        () -> namespaces().rename(first.id(), second.name(), version, UUID.randomUUID()));
    assertStored(first);
    assertStored(second);
    assertThat(namespaces().notificationVersion()).isEqualTo(version);
  }

  @Test
  void namesHaveAtMost255CharactersOfAnyScript() {
    for (String name : List.of("測".repeat(255), Samples.UNICODE, Samples.textOfLength(254))) {
      Namespace created = namespaces().create(UUID.randomUUID(), name, blob(""), UUID.randomUUID());
      assertStored(created);
      namespaces().deleteByName(name, UUID.randomUUID());
    }
    for (String name : List.of("", Samples.textOfLength(256), "nul\0nul", Samples.HALF_CHARACTER)) {
      Errors.expect(
          InvalidRequest.class,
          () -> namespaces().create(UUID.randomUUID(), name, blob("x"), UUID.randomUUID()));
    }
    Namespace namespace = created();
    Errors.expect(
        InvalidRequest.class,
        () ->
            namespaces()
                .rename(
                    namespace.id(),
                    Samples.textOfLength(256),
                    namespaces().notificationVersion(),
                    UUID.randomUUID()));
  }

  @Test
  void aNameIsComparedExactly() {
    Namespace lower =
        namespaces().create(UUID.randomUUID(), "case-é", blob("x"), UUID.randomUUID());
    Errors.expect(NotFound.class, () -> namespaces().readByName("CASE-É"));
    Errors.expect(NotFound.class, () -> namespaces().readByName("case-é "));
    assertStored(lower);
  }

  @Test
  void aPageTokenThatIsNoneIsInvalid() {
    for (String garbage : List.of("", "garbage", "AAAA", "\u00e9?&", "bm90IGEga2V5")) {
      PageRequest page = PageRequest.after(new PageToken(garbage), 5);
      Errors.expect(InvalidRequest.class, () -> namespaces().list(page));
    }
  }
}
