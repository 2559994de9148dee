// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.matching;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.Timestamps;
import dev.fencepost.engine.v1.TaskQueueTask;
import dev.fencepost.spi.Blob;
import java.time.Instant;

/** Tasks as the store keeps them. */
final class TaskBlobs {

  private static final String ENCODING = "proto3";

  private TaskBlobs() {}

  static Blob encode(TaskQueueTask task) {
    return new Blob(task.toByteArray(), ENCODING);
  }

  static TaskQueueTask decode(dev.fencepost.spi.taskqueue.TaskQueueTask stored) {
    try {
      return TaskQueueTask.parseFrom(stored.payload().data());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("task " + stored.taskId() + " is damaged", e);
    }
  }

  /** Whether nobody wants the task any more. */
  static boolean isExpired(TaskQueueTask task, Instant now) {
    return task.hasExpiryTime() && Timestamps.toMillis(task.getExpiryTime()) <= now.toEpochMilli();
  }
}
