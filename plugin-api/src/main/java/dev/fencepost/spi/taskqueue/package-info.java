// SPDX-License-Identifier: Apache-2.0

/**
 * The store of task queues and of the backlog of each: leases by range id, tasks by task id.
 * Matching lives on it.
 */
@NullMarked
package dev.fencepost.spi.taskqueue;

import org.jspecify.annotations.NullMarked;
