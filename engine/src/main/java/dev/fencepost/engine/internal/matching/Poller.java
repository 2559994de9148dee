// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.matching;

import dev.fencepost.spi.taskqueue.TaskQueueKey;

/**
 * Who polls, and where.
 *
 * @param pollerId names the poll, empty if nobody can cancel it by name
 * @param workerInstanceKey names the worker, empty if it does not tell
 * @param identity what the worker calls itself
 */
record Poller(TaskQueueKey key, String pollerId, String workerInstanceKey, String identity) {}
