// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.conformance;

import static dev.fencepost.testkit.conformance.VisibilitySamples.START;
import static dev.fencepost.testkit.conformance.VisibilitySamples.TYPE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.spi.error.NotFound;
import dev.fencepost.spi.execution.ExecutionStatus;
import dev.fencepost.spi.execution.WorkflowKey;
import dev.fencepost.spi.visibility.SearchAttribute;
import dev.fencepost.spi.visibility.VisibilityRecord;
import dev.fencepost.spi.visibility.VisibilityStore;
import dev.fencepost.testkit.Capability;
import dev.fencepost.testkit.PersistenceSource;
import dev.fencepost.testkit.internal.Samples;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * How every {@link VisibilityStore} writes and reads single records: I1 to I8 of the contract.
 * Lists and counts have a class of their own.
 */
public abstract class VisibilityStoreConformance extends StoreConformance {

  private static final Instant CLOSE = START.plusSeconds(3_600);

  /** The kit for a backend. */
  protected VisibilityStoreConformance(PersistenceSource source) {
    super(source);
  }

  private VisibilityStore visibility() {
    return persistence().visibility();
  }

  private VisibilityRecord read(VisibilityRecord entry) {
    return visibility().read(entry.key().namespaceId(), entry.key().runId());
  }

  private void assertGone(VisibilityRecord entry) {
    Errors.expect(NotFound.class, () -> read(entry));
  }

  private void delete(VisibilityRecord entry) {
    visibility().delete(entry.key().namespaceId(), entry.key().runId());
  }

  @Test
  void I1_I3_I5_aNewRecordIsReadBack() {
    VisibilitySamples samples = VisibilitySamples.newNamespace();
    VisibilityRecord open = samples.open("open", START);
    VisibilityRecord closed = samples.closed("closed", ExecutionStatus.FAILED, START, CLOSE);
    visibility().upsert(open);
    visibility().upsert(closed);
    assertThat(read(open)).isEqualTo(open);
    assertThat(read(closed)).isEqualTo(closed);
  }

  @Test
  void I2_ofTwoRecordsWithOneVersionTheFirstStays() {
    VisibilityRecord first = VisibilitySamples.newNamespace().open("run", START);
    visibility().upsert(first);
    visibility().upsert(VisibilitySamples.closing(first, CLOSE, first.version()));
    assertThat(read(first)).isEqualTo(first);
  }

  @Test
  void I4_aGreaterVersionReplacesTheWholeRecord() {
    VisibilityRecord first = VisibilitySamples.newNamespace().open("run", START);
    VisibilityRecord second = VisibilitySamples.closing(first, CLOSE, Long.MAX_VALUE);
    visibility().upsert(first);
    visibility().upsert(second);
    assertThat(read(first)).isEqualTo(second);
  }

  @Test
  void aSmallerVersionThatComesLateChangesNothing() {
    VisibilityRecord late = VisibilitySamples.newNamespace().open("run", START);
    VisibilityRecord newer = VisibilitySamples.closing(late, CLOSE, late.version() + 1);
    visibility().upsert(newer);
    visibility().upsert(late);
    assertThat(read(late)).isEqualTo(newer);
  }

  @Test
  void I6_deletingWhatIsMissingDoesNothing() {
    VisibilityRecord never = VisibilitySamples.newNamespace().open("never", START);
    delete(never);
    assertGone(never);
  }

  @Test
  void I7_I8_deletedRecordsAreGoneAndLeaveOthersAlone() {
    VisibilitySamples samples = VisibilitySamples.newNamespace();
    VisibilityRecord kept = samples.open("kept", START);
    VisibilityRecord inserted = samples.open("inserted", START);
    VisibilityRecord replaced = samples.open("replaced", START);
    visibility().upsert(kept);
    visibility().upsert(inserted);
    visibility().upsert(replaced);
    visibility().upsert(VisibilitySamples.closing(replaced, CLOSE, 2));
    delete(inserted);
    delete(replaced);
    delete(replaced);
    assertGone(inserted);
    assertGone(replaced);
    assertThat(read(kept)).isEqualTo(kept);
    assertThat(visibility().count(samples.all())).isEqualTo(1);
  }

  @Test
  void everyStatusIsReadBack() {
    VisibilitySamples samples = VisibilitySamples.newNamespace();
    for (ExecutionStatus status : ExecutionStatus.values()) {
      VisibilityRecord entry =
          status == ExecutionStatus.RUNNING
              ? samples.open("open", START)
              : samples.closed("closed", status, START, CLOSE);
      visibility().upsert(entry);
      assertThat(read(entry)).isEqualTo(entry);
    }
  }

  @Test
  void everyKindOfSearchAttributeIsReadBack() {
    Map<String, SearchAttribute> attributes =
        Map.of(
            "Keyword",
            new SearchAttribute.Keyword(Samples.UNICODE),
            "KeywordList",
            new SearchAttribute.KeywordList(List.of("b", "a", "b")),
            "EmptyList",
            new SearchAttribute.KeywordList(List.of()),
            "Text",
            new SearchAttribute.Text("several words, 'quoted' and \"quoted\""),
            "Int",
            new SearchAttribute.Int(Long.MIN_VALUE),
            "Double",
            new SearchAttribute.Double(0.1 + 0.2),
            "Bool",
            new SearchAttribute.Bool(true),
            "Datetime",
            new SearchAttribute.Datetime(START),
            Samples.UNICODE,
            new SearchAttribute.Int(Long.MAX_VALUE));
    VisibilityRecord entry =
        new VisibilityRecord(
            new WorkflowKey(UUID.randomUUID(), Samples.UNICODE, UUID.randomUUID()),
            Samples.UNICODE,
            Samples.UNICODE,
            ExecutionStatus.RUNNING,
            START,
            START,
            Optional.empty(),
            Samples.blob(""),
            attributes,
            0);
    visibility().upsert(entry);
    assertThat(read(entry)).isEqualTo(entry);
  }

  @Test
  void timesKeepTheirMicrosecondsAndARunMayCloseBeforeItStarts() {
    VisibilitySamples samples = VisibilitySamples.newNamespace();
    VisibilityRecord skewed =
        samples.closed(
            "skewed",
            ExecutionStatus.COMPLETED,
            Instant.parse("2024-02-29T12:34:56.999999999Z"),
            Instant.parse("1969-12-31T23:59:59.000001Z"));
    visibility().upsert(skewed);
    assertThat(read(skewed)).isEqualTo(skewed);
    assertThat(read(skewed).startTime()).isEqualTo(Instant.parse("2024-02-29T12:34:56.999999Z"));
  }

  @Test
  void oneRunIdMayBeUsedInAnotherNamespace() {
    VisibilityRecord first = VisibilitySamples.newNamespace().open("run", START);
    VisibilityRecord second =
        new VisibilityRecord(
            new WorkflowKey(UUID.randomUUID(), "other", first.key().runId()),
            TYPE,
            "orders",
            ExecutionStatus.RUNNING,
            START,
            START,
            Optional.empty(),
            Samples.blob("other"),
            Map.of(),
            9);
    visibility().upsert(first);
    visibility().upsert(second);
    delete(second);
    assertThat(read(first)).isEqualTo(first);
    assertGone(second);
  }

  @Test
  void ofManyRecordsOfOneRunAtOnceTheGreatestVersionStays() throws InterruptedException {
    require(Capability.CONCURRENT_CALLS);
    VisibilityRecord open = VisibilitySamples.newNamespace().open("raced", START);
    List<Callable<Long>> writers =
        LongStream.rangeClosed(1, 16)
            .<Callable<Long>>mapToObj(
                version ->
                    () -> {
                      visibility().upsert(VisibilitySamples.closing(open, CLOSE, version));
                      return version;
                    })
            .toList();
    assertThat(Together.thrown(Together.run(writers))).isEmpty();
    assertThat(read(open)).isEqualTo(VisibilitySamples.closing(open, CLOSE, 16));
  }
}
