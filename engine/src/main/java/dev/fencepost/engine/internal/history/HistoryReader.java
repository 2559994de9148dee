// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import dev.fencepost.engine.v1.HistoryAncestor;
import dev.fencepost.engine.v1.HistoryBranchInfo;
import dev.fencepost.engine.v1.MutableState;
import dev.fencepost.spi.Page;
import dev.fencepost.spi.PageRequest;
import dev.fencepost.spi.error.NotFound;
import dev.fencepost.spi.history.AncestorRange;
import dev.fencepost.spi.history.HistoryBranch;
import dev.fencepost.spi.history.HistoryNode;
import dev.fencepost.spi.history.ReadHistory;
import io.temporal.api.history.v1.History;
import io.temporal.api.history.v1.HistoryEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;

/** Reads the events of runs of one shard, from memory where they are still there. */
final class HistoryReader {

  private static final int NODES = 100;

  private final OwnedShard shard;

  HistoryReader(OwnedShard shard) {
    this.shard = shard;
  }

  /**
   * A page of events.
   *
   * @param events whole batches
   * @param bytes their size
   * @param boundary where the next page starts (exclusive, if the page was read backwards)
   */
  record EventPage(List<HistoryEvent> events, long bytes, long boundary) {}

  static HistoryBranch branch(MutableState state) {
    HistoryBranchInfo branch = state.getHistoryBranch();
    List<AncestorRange> ancestors = new ArrayList<>();
    for (HistoryAncestor ancestor : branch.getAncestorsList()) {
      ancestors.add(
          new AncestorRange(
              UUID.fromString(ancestor.getBranchId()),
              ancestor.getFromNodeInclusive(),
              ancestor.getToNodeExclusive()));
    }
    return new HistoryBranch(
        UUID.fromString(branch.getTreeId()), UUID.fromString(branch.getBranchId()), ancestors);
  }

  /** One event, of which the first event of its batch is known. */
  HistoryEvent event(HistoryBranch branch, long eventId, long batchId) {
    return batch(branch, batchId).stream()
        .filter(event -> event.getEventId() == eventId)
        .findFirst()
        .orElseThrow(
            () ->
                new NoSuchElementException(
                    "event " + eventId + " is not in batch " + batchId + " of its history"));
  }

  private List<HistoryEvent> batch(HistoryBranch branch, long batchId) {
    Optional<List<HistoryEvent>> cached =
        shard.environment().events().find(branch.branchId(), batchId);
    if (cached.isPresent()) {
      return cached.get();
    }
    Page<HistoryNode> page =
        shard
            .environment()
            .persistence()
            .history()
            .read(new ReadHistory(shard.id(), branch, batchId, batchId + 1, PageRequest.first(1)));
    return decode(branch, page.items().get(0));
  }

  /**
   * Reads events, oldest first, until the end or until a limit is reached.
   *
   * @param from the first event
   * @param to the event to stop before; it exists or is the next one
   */
  EventPage read(HistoryBranch branch, long from, long to) {
    HistorySettings settings = shard.environment().settings();
    return read(branch, from, to, settings.historyPageEvents(), settings.historyPageBytes());
  }

  /** As {@link #read(HistoryBranch, long, long)}, with limits of its own. */
  EventPage read(HistoryBranch branch, long from, long to, int maxEvents, long maxBytes) {
    List<HistoryEvent> events = new ArrayList<>();
    long bytes = 0;
    long next = from;
    while (next < to && events.size() < maxEvents && bytes < maxBytes) {
      long before = next;
      List<List<HistoryEvent>> batches =
          shard
              .environment()
              .events()
              .find(branch.branchId(), next)
              .map(List::of)
              .orElse(List.of());
      if (batches.isEmpty()) {
        batches = load(branch, next, to, maxEvents - events.size());
      }
      for (List<HistoryEvent> batch : batches) {
        if (events.size() >= maxEvents || bytes >= maxBytes) {
          break;
        }
        for (HistoryEvent event : batch) {
          if (event.getEventId() >= next && event.getEventId() < to) {
            events.add(event);
            bytes += event.getSerializedSize();
          }
        }
        next = batch.get(batch.size() - 1).getEventId() + 1;
      }
      if (next <= before) {
        throw new IllegalStateException("event " + before + " is missing from its history");
      }
    }
    return new EventPage(events, bytes, Math.min(next, to));
  }

  private List<List<HistoryEvent>> load(HistoryBranch branch, long from, long to, int nodes) {
    List<List<HistoryEvent>> batches = new ArrayList<>();
    try {
      nodes(branch, from, to, Math.min(NODES, nodes))
          .forEach(node -> batches.add(decode(branch, node)));
    } catch (NotFound nothingStartsThere) {
      if (from == 1) {
        throw nothingStartsThere;
      }
    }
    if (batches.isEmpty() || batches.get(0).get(0).getEventId() > from) {
      Page<HistoryNode> before =
          shard
              .environment()
              .persistence()
              .history()
              .readReverse(new ReadHistory(shard.id(), branch, 1, from, PageRequest.first(1)));
      batches.add(0, decode(branch, before.items().get(0)));
    }
    return batches;
  }

  private List<HistoryNode> nodes(HistoryBranch branch, long from, long to, int nodes) {
    return shard
        .environment()
        .persistence()
        .history()
        .read(new ReadHistory(shard.id(), branch, from, to, PageRequest.first(Math.max(1, nodes))))
        .items();
  }

  /** Reads events, newest first, from before the given one. */
  EventPage readReverse(HistoryBranch branch, long toExclusive, int maxEvents, long maxBytes) {
    Page<HistoryNode> page =
        shard
            .environment()
            .persistence()
            .history()
            .readReverse(
                new ReadHistory(
                    shard.id(),
                    branch,
                    1,
                    toExclusive,
                    PageRequest.first(Math.max(1, Math.min(NODES, maxEvents)))));
    List<HistoryEvent> events = new ArrayList<>();
    long bytes = 0;
    long boundary = toExclusive;
    for (HistoryNode node : page.items()) {
      if (events.size() >= maxEvents || bytes >= maxBytes) {
        break;
      }
      List<HistoryEvent> batch = decode(branch, node);
      events.addAll(batch.reversed());
      bytes += node.events().size();
      boundary = node.nodeId();
    }
    return new EventPage(events, bytes, boundary);
  }

  private List<HistoryEvent> decode(HistoryBranch branch, HistoryNode node) {
    List<HistoryEvent> events = Blobs.decode(History.parser(), node.events()).getEventsList();
    shard
        .environment()
        .events()
        .put(branch.branchId(), node.nodeId(), events, node.events().size());
    return events;
  }
}
