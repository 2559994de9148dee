// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fencepost.postgres.internal.sql.Times;
import dev.fencepost.spi.Blob;
import dev.fencepost.spi.error.InvalidRequest;
import dev.fencepost.spi.error.LimitExceeded;
import dev.fencepost.spi.execution.WorkflowKey;
import dev.fencepost.spi.taskqueue.TaskQueueKey;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Checks of what a request asks to store, before anything is sent. */
final class Requests {

  private static final int LONGEST_ID = 1_000;

  private final int maximumBlobBytes;
  private final int maximumKeyBytes;

  Requests(int maximumBlobBytes, int maximumKeyBytes) {
    this.maximumBlobBytes = maximumBlobBytes;
    this.maximumKeyBytes = maximumKeyBytes;
  }

  void requireBlob(Blob blob) {
    if (blob.size() > maximumBlobBytes) {
      throw new LimitExceeded("blob bytes", maximumBlobBytes, blob.size(), null);
    }
  }

  void requireWorkflow(WorkflowKey key) {
    requireWorkflowId(key.workflowId());
  }

  void requireWorkflowId(String workflowId) {
    requireKey("workflowId", workflowId, LONGEST_ID);
  }

  void requireTaskQueue(TaskQueueKey key) {
    requireKey("name", key.name(), LONGEST_ID);
  }

  /** Checks a text that is part of a key. */
  void requireKey(String field, String value, int longest) {
    requireText(field, value, 1, longest);
    requireKeyBytes(field, value);
  }

  /** Checks that a text fits into a key. */
  void requireKeyBytes(String field, String value) {
    int bytes = value.getBytes(UTF_8).length;
    if (bytes > maximumKeyBytes) {
      throw new LimitExceeded("bytes of " + field + " in a key", maximumKeyBytes, bytes, null);
    }
  }

  void requireText(String field, String value, int shortest, int longest) {
    int characters = value.codePointCount(0, value.length());
    if (characters < shortest || characters > longest) {
      Map<String, Object> context = context(field);
      context.put("characters", characters);
      context.put("shortest", shortest);
      context.put("longest", longest);
      throw new InvalidRequest("a text has the wrong length", context);
    }
    requireStorable(field, value);
  }

  /** Checks that the database can keep the text. */
  void requireStorable(String field, String value) {
    for (int index = 0; index < value.length(); index++) {
      char character = value.charAt(index);
      if (character == 0) {
        throw new InvalidRequest("a text has the character 0", context(field));
      }
      if (Character.isSurrogate(character)) {
        if (!Character.isHighSurrogate(character)
            || index + 1 == value.length()
            || !Character.isLowSurrogate(value.charAt(index + 1))) {
          throw new InvalidRequest("a text has half a character", context(field));
        }
        index++;
      }
    }
  }

  void requireTime(String field, Instant time) {
    if (time.isBefore(Times.FIRST) || time.isAfter(Times.LAST)) {
      Map<String, Object> context = context(field);
      context.put("time", time);
      throw new InvalidRequest("a time is outside the years 1 to 9999", context);
    }
  }

  private static Map<String, Object> context(String field) {
    Map<String, Object> context = new LinkedHashMap<>();
    context.put("field", field);
    return context;
  }
}
