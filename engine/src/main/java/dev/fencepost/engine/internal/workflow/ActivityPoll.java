// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import static java.util.Objects.requireNonNull;

/**
 * The poll that an activity task was matched with.
 *
 * @param scheduledEventId the activity
 * @param attempt the attempt that was offered
 * @param requestId the poll; the same poll may ask again and gets the same answer
 * @param identity the worker
 */
public record ActivityPoll(long scheduledEventId, int attempt, String requestId, String identity) {

  /** Checks that nothing is missing. */
  public ActivityPoll {
    requireNonNull(requestId, "requestId is null");
    requireNonNull(identity, "identity is null");
  }
}
