// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.frontend.query;

import dev.fencepost.spi.execution.ExecutionStatus;
import dev.fencepost.spi.visibility.VisibilityFilter;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Collects conditions that must all hold. */
final class FilterBuilder {

  private final UUID namespaceId;
  private Optional<String> workflowId = Optional.empty();
  private Optional<UUID> runId = Optional.empty();
  private Optional<String> workflowType = Optional.empty();
  private Optional<Set<ExecutionStatus>> statuses = Optional.empty();
  private Optional<TimeBounds> startTime = Optional.empty();
  private Optional<TimeBounds> closeTime = Optional.empty();
  private boolean contradiction;

  FilterBuilder(UUID namespaceId) {
    this.namespaceId = namespaceId;
  }

  void workflowId(String value) {
    workflowId = same(workflowId, value);
  }

  void runId(UUID value) {
    runId = same(runId, value);
  }

  void workflowType(String value) {
    workflowType = same(workflowType, value);
  }

  void statuses(Collection<ExecutionStatus> allowed) {
    Set<ExecutionStatus> both = EnumSet.copyOf(allowed);
    statuses.ifPresent(both::retainAll);
    statuses = Optional.of(both);
    contradiction |= both.isEmpty();
  }

  void startTime(TimeBounds bounds) {
    startTime = Optional.of(startTime.orElse(TimeBounds.ALL).and(bounds));
    contradiction |= startTime.get().isEmpty();
  }

  void closeTime(TimeBounds bounds) {
    closeTime = Optional.of(closeTime.orElse(TimeBounds.ALL).and(bounds));
    contradiction |= closeTime.get().isEmpty();
  }

  Optional<VisibilityFilter> build() {
    return contradiction
        ? Optional.empty()
        : Optional.of(
            new VisibilityFilter(
                namespaceId,
                workflowId,
                runId,
                workflowType,
                statuses.orElse(Set.of()),
                startTime.map(TimeBounds::toRange),
                closeTime.map(TimeBounds::toRange)));
  }

  private <T> Optional<T> same(Optional<T> before, T value) {
    contradiction |= before.isPresent() && !before.get().equals(value);
    return Optional.of(value);
  }
}
