// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.property;

import dev.fencepost.spi.Persistence;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Something with an owner, two writes that the owner has under way at once, and somebody who takes
 * it over. A scene is played round after round: the token of a round's taker is that of the next
 * round's owner. Every write leaves a task with a mark.
 */
public sealed interface FenceScene permits ShardScene, TaskQueueScene {

  /** How many writes the owner has under way. */
  int OWNER_WRITES = 2;

  /** The mark of the taker's own write. */
  String TAKER = "taker";

  /** Creates what is written to. */
  static FenceScene create(FencedOperation operation, Persistence stores) {
    return operation == FencedOperation.CREATE_MATCHING_TASKS
        ? TaskQueueScene.create(stores)
        : ShardScene.create(operation, stores);
  }

  /** The mark of a write of the owner. */
  static String owner(int write) {
    return "owner " + write;
  }

  /** Prepares the next round. */
  void begin();

  /** The owner's write with its mark. */
  WriteResult write(int write);

  /**
   * Takes over, looks at what is there, and writes under the new token what is right if the look
   * showed the truth.
   *
   * @return what the look showed
   */
  Sight takeOver();

  /** What there is of this round. */
  Sight look();

  /** The record version the round began with, if runs are changed. */
  long firstRecordVersion();

  /** What is written to, for a backend that holds a row of it. */
  Target target();

  /** How a write returned. */
  enum WriteResult {
    /** It was done. */
    DONE,
    /** It was not right, which its result says. */
    REFUSED
  }

  /**
   * What can be seen of a round.
   *
   * @param marks the marks, in the order of their tasks
   * @param recordVersion the version of the run that is changed, 0 if none is
   * @param currentRun the current run of the workflow that is started, if one is
   */
  record Sight(List<String> marks, long recordVersion, Optional<UUID> currentRun) {

    /** Copies the marks. */
    public Sight {
      marks = List.copyOf(marks);
    }
  }

  /**
   * The keys of the rows of a round.
   *
   * @param operation what the owner does
   * @param shardId the shard, 0 if it is a task queue
   * @param namespaceId the namespace of the workflow or of the task queue
   * @param taskQueue the name of the task queue, empty if it is a shard
   * @param firstTaskId the task id of the owner's first write; those of the others follow
   */
  record Target(
      FencedOperation operation,
      int shardId,
      UUID namespaceId,
      String taskQueue,
      long firstTaskId) {}
}
