// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.conformance;

import dev.fencepost.spi.execution.ExecutionStatus;
import dev.fencepost.spi.execution.WorkflowKey;
import dev.fencepost.spi.visibility.SearchAttribute;
import dev.fencepost.spi.visibility.TimeRange;
import dev.fencepost.spi.visibility.VisibilityFilter;
import dev.fencepost.spi.visibility.VisibilityRecord;
import dev.fencepost.testkit.internal.Samples;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Visibility records and filters of one namespace. */
record VisibilitySamples(UUID namespaceId) {

  static final Instant START = Instant.parse("2024-02-29T12:34:56.123456Z");
  static final String TYPE = "order-workflow";

  static VisibilitySamples newNamespace() {
    return new VisibilitySamples(UUID.randomUUID());
  }

  VisibilityRecord open(String workflowId, Instant startTime) {
    return entry(workflowId, TYPE, ExecutionStatus.RUNNING, startTime, Optional.empty(), 1);
  }

  VisibilityRecord closed(
      String workflowId, ExecutionStatus status, Instant startTime, Instant closeTime) {
    return entry(workflowId, TYPE, status, startTime, Optional.of(closeTime), 1);
  }

  VisibilityRecord entry(
      String workflowId,
      String workflowType,
      ExecutionStatus status,
      Instant startTime,
      Optional<Instant> closeTime,
      long version) {
    return new VisibilityRecord(
        new WorkflowKey(namespaceId, workflowId, UUID.randomUUID()),
        workflowType,
        "orders",
        status,
        startTime,
        startTime.plusSeconds(1),
        closeTime.map(time -> new VisibilityRecord.Closed(time, 11, 2_222)),
        Samples.blob("memo"),
        Map.of("Customer", new SearchAttribute.Keyword("c-1")),
        version);
  }

  /** The record of the same run at another version, closed. */
  static VisibilityRecord closing(VisibilityRecord open, Instant closeTime, long version) {
    return new VisibilityRecord(
        open.key(),
        open.workflowType(),
        open.taskQueue(),
        ExecutionStatus.COMPLETED,
        open.startTime(),
        open.executionTime(),
        Optional.of(new VisibilityRecord.Closed(closeTime, 5, 500)),
        Samples.blob("closed"),
        open.searchAttributes(),
        version);
  }

  VisibilityFilter all() {
    return VisibilityFilter.all(namespaceId);
  }

  VisibilityFilter ofWorkflow(String workflowId) {
    return filter(
        Optional.of(workflowId), Optional.empty(), Set.of(), Optional.empty(), Optional.empty());
  }

  VisibilityFilter ofType(String workflowType) {
    return filter(
        Optional.empty(), Optional.of(workflowType), Set.of(), Optional.empty(), Optional.empty());
  }

  VisibilityFilter ofStatus(ExecutionStatus... statuses) {
    return filter(
        Optional.empty(), Optional.empty(), Set.of(statuses), Optional.empty(), Optional.empty());
  }

  VisibilityFilter started(Instant from, Instant to) {
    return filter(
        Optional.empty(),
        Optional.empty(),
        Set.of(),
        Optional.of(new TimeRange(from, to)),
        Optional.empty());
  }

  VisibilityFilter closedWithin(Instant from, Instant to) {
    return filter(
        Optional.empty(),
        Optional.empty(),
        Set.of(),
        Optional.empty(),
        Optional.of(new TimeRange(from, to)));
  }

  VisibilityFilter filter(
      Optional<String> workflowId,
      Optional<String> workflowType,
      Set<ExecutionStatus> statuses,
      Optional<TimeRange> startTime,
      Optional<TimeRange> closeTime) {
    return new VisibilityFilter(
        namespaceId, workflowId, Optional.empty(), workflowType, statuses, startTime, closeTime);
  }
}
