// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What a transition needs from outside. With equal contexts, equal operations on equal states give
 * equal transitions.
 *
 * @param now the time of everything the transition does, cut to milliseconds
 * @param namespace the run's namespace
 * @param namespaces the namespaces commands may name
 * @param searchAttributes the rules for search attributes commands set
 * @param eventTaskIds task ids for the events, from the shard's block, increasing
 * @param randomIds ids of new runs, branches and requests
 * @param pastEvents the run's history
 * @param limits the run's limits
 */
public record TransitionContext(
    Instant now,
    NamespaceSettings namespace,
    NamespaceLookup namespaces,
    SearchAttributeRules searchAttributes,
    LongSupplier eventTaskIds,
    Supplier<UUID> randomIds,
    PastEvents pastEvents,
    WorkflowLimits limits) {

  /** Cuts the time and checks that nothing is missing. */
  public TransitionContext {
    now = now.truncatedTo(ChronoUnit.MILLIS);
    requireNonNull(namespace, "namespace is null");
    requireNonNull(namespaces, "namespaces is null");
    requireNonNull(searchAttributes, "searchAttributes is null");
    requireNonNull(eventTaskIds, "eventTaskIds is null");
    requireNonNull(randomIds, "randomIds is null");
    requireNonNull(pastEvents, "pastEvents is null");
    requireNonNull(limits, "limits is null");
  }
}
