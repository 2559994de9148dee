// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.error.SchemaMismatch;
import dev.fencepost.spi.schema.AppliedMigration;
import dev.fencepost.spi.schema.SchemaAdministration;
import dev.fencepost.spi.schema.SchemaStatus;
import dev.fencepost.spi.shard.CreateShard;
import dev.fencepost.testkit.Capability;
import dev.fencepost.testkit.PersistenceSource;
import dev.fencepost.testkit.internal.Samples;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link SchemaAdministration} does, on a database that starts with no schema. */
public abstract class SchemaAdministrationConformance {

  private final PersistenceSource source;
  private final SchemaAdministration schema;

  /** The kit for a backend. */
  protected SchemaAdministrationConformance(PersistenceSource source) {
    this.source = source;
    this.schema = source.openSchema();
  }

  @BeforeEach
  final void dropTheSchema() {
    schema.drop();
  }

  @AfterEach
  final void closeTheAdministration() {
    schema.drop();
    schema.close();
  }

  private int latest() {
    return schema.latestVersion();
  }

  private List<Integer> versionsUpTo(int version) {
    return IntStream.rangeClosed(1, version).boxed().toList();
  }

  private static List<Integer> versions(List<AppliedMigration> migrations) {
    return migrations.stream().map(AppliedMigration::version).toList();
  }

  private SchemaMismatch expectMismatch(Callable<?> call) {
    Throwable thrown = catchThrowable(call::call);
    assertThat(thrown).isExactlyInstanceOf(SchemaMismatch.class);
    return (SchemaMismatch) thrown;
  }

  @Test
  void aDatabaseWithoutASchemaIsMissingOne() {
    assertThat(schema.status()).isEqualTo(new SchemaStatus.Missing(latest()));
    assertThat(schema.history()).isEmpty();
    assertThat(latest()).isPositive();
  }

  @Test
  void storesAreNotOpenedWithoutASchema() {
    SchemaMismatch mismatch =
        expectMismatch(
            () -> {
              try (Persistence opened = source.open()) {
                return opened.shards();
              }
            });
    assertThat(mismatch.status()).isEqualTo(new SchemaStatus.Missing(latest()));
    assertThat(mismatch.getMessage()).contains("setup");
    assertThat(schema.status()).isEqualTo(new SchemaStatus.Missing(latest()));
  }

  @Test
  void setupInstallsTheNewestVersionAndDoesNothingTheSecondTime() {
    List<AppliedMigration> applied = schema.setup();
    assertThat(versions(applied)).isEqualTo(versionsUpTo(latest()));
    assertThat(schema.status()).isEqualTo(new SchemaStatus.Current(latest()));
    assertThat(schema.history()).isEqualTo(applied);
    assertThat(schema.setup()).isEmpty();
    assertThat(schema.history()).isEqualTo(applied);
  }

  @Test
  void everyMigrationSaysWhatItIsAndHasAChecksum() {
    assertThat(schema.setup())
        .isNotEmpty()
        .allSatisfy(migration -> assertThat(migration.description()).isNotBlank())
        .allSatisfy(migration -> assertThat(migration.checksum()).matches("[0-9a-f]{64}"));
  }

  @Test
  void updateNeedsASchemaAndSaysSo() {
    SchemaMismatch mismatch = expectMismatch(() -> schema.update(OptionalInt.empty()));
    assertThat(mismatch.status()).isEqualTo(new SchemaStatus.Missing(latest()));
    assertThat(mismatch.getMessage()).contains("setup");
    assertThat(schema.status()).isEqualTo(new SchemaStatus.Missing(latest()));
  }

  @Test
  void updateOfACurrentSchemaDoesNothing() {
    schema.setup();
    assertThat(schema.update(OptionalInt.empty())).isEmpty();
    assertThat(schema.update(OptionalInt.of(latest()))).isEmpty();
    assertThat(schema.status()).isEqualTo(new SchemaStatus.Current(latest()));
  }

  @Test
  void updateToAnOlderVersionIsRefused() {
    schema.setup();
    for (int target = 1; target < latest(); target++) {
      OptionalInt older = OptionalInt.of(target);
      expectMismatch(() -> schema.update(older));
    }
    assertThat(schema.status()).isEqualTo(new SchemaStatus.Current(latest()));
  }

  @Test
  void dropRemovesTheSchemaWithAllDataAndMayBeRepeated() {
    schema.setup();
    try (Persistence opened = source.open()) {
      opened.shards().openOrCreate(new CreateShard(1, Samples.blob("old")));
    }
    schema.drop();
    schema.drop();
    assertThat(schema.status()).isEqualTo(new SchemaStatus.Missing(latest()));
    schema.setup();
    try (Persistence opened = source.open()) {
      assertThat(opened.shards().openOrCreate(new CreateShard(1, Samples.blob("new"))).state())
          .isEqualTo(Samples.blob("new"));
      assertThat(opened.namespaces().notificationVersion()).isEqualTo(1);
    }
  }

  @Test
  void ofManyWhoSetUpAtOnceEachMigrationIsRunByOne() throws InterruptedException {
    require(Capability.CONCURRENT_SCHEMA_SETUP);
    Callable<List<AppliedMigration>> starter =
        () -> {
          try (SchemaAdministration another = source.openSchema()) {
            return another.setup();
          }
        };
    List<Together.Ending<List<AppliedMigration>>> endings =
        Together.run(Collections.nCopies(4, starter));
    assertThat(Together.thrown(endings)).isEmpty();
    List<AppliedMigration> applied =
        Together.returned(endings).stream().flatMap(List::stream).toList();
    assertThat(versions(applied).stream().sorted().toList()).isEqualTo(versionsUpTo(latest()));
    assertThat(versions(schema.history())).isEqualTo(versionsUpTo(latest()));
    assertThat(schema.status()).isEqualTo(new SchemaStatus.Current(latest()));
  }

  private void require(Capability capability) {
    assumeTrue(source.supports(capability), () -> "the backend lacks " + capability);
  }
}
