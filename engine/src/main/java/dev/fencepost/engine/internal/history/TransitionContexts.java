// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import dev.fencepost.engine.internal.namespace.NamespaceEntry;
import dev.fencepost.engine.internal.namespace.NamespaceRegistry;
import dev.fencepost.engine.internal.namespace.SearchAttributeTypes;
import dev.fencepost.engine.internal.workflow.NamespaceSettings;
import dev.fencepost.engine.internal.workflow.PastEvents;
import dev.fencepost.engine.internal.workflow.TransitionContext;
import dev.fencepost.engine.v1.MutableState;
import dev.fencepost.spi.history.HistoryBranch;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.util.Optional;
import java.util.UUID;

/** Gives transitions what they need from outside. */
final class TransitionContexts {

  private static final PastEvents NONE =
      (eventId, batchId) -> {
        throw new IllegalStateException("a new run has no event " + eventId);
      };

  private final OwnedShard shard;

  TransitionContexts(OwnedShard shard) {
    this.shard = shard;
  }

  /** For a run that exists. */
  TransitionContext of(MutableState state, OwnedShard.Write write) {
    HistoryBranch branch = HistoryReader.branch(state);
    HistoryReader reader = new HistoryReader(shard);
    return of(
        state.getNamespaceId(),
        write,
        (eventId, batchId) -> reader.event(branch, eventId, batchId));
  }

  /** For a run that is about to be made. */
  TransitionContext ofNewRun(String namespaceId, OwnedShard.Write write) {
    return of(namespaceId, write, NONE);
  }

  private TransitionContext of(String namespaceId, OwnedShard.Write write, PastEvents pastEvents) {
    NamespaceEntry namespace = shard.environment().namespaces().byId(namespaceId);
    return new TransitionContext(
        shard.environment().now(),
        new NamespaceSettings(namespace.id(), namespace.name(), namespace.retention()),
        this::idOf,
        attributes -> SearchAttributeTypes.problemOf(namespace, attributes),
        write::nextTaskId,
        UUID::randomUUID,
        pastEvents,
        shard.environment().settings().limits());
  }

  private Optional<String> idOf(String name) {
    NamespaceRegistry namespaces = shard.environment().namespaces();
    try {
      return Optional.of(namespaces.byName(name).id());
    } catch (StatusRuntimeException failure) {
      if (failure.getStatus().getCode() == Code.NOT_FOUND) {
        return Optional.empty();
      }
      throw failure;
    }
  }
}
