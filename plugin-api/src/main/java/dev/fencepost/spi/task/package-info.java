// SPDX-License-Identifier: Apache-2.0

/**
 * The store of history tasks, the work a shard's owner still has to do: immediate tasks by task id,
 * scheduled tasks by fire time.
 */
@NullMarked
package dev.fencepost.spi.task;

import org.jspecify.annotations.NullMarked;
