// SPDX-License-Identifier: Apache-2.0

/**
 * The owner of task queues: leases them, matches tasks with polls, keeps a backlog of tasks nobody
 * polls for yet. Whether a task is still wanted is the history's to say, not decided here.
 */
@NullMarked
package dev.fencepost.engine.internal.matching;

import org.jspecify.annotations.NullMarked;
