// SPDX-License-Identifier: Apache-2.0

/**
 * The owner of history shards: acquires them, loads, changes and persists executions under their
 * fences, and works off their task queues. What an event means to a workflow is decided in {@code
 * internal.workflow}, not here.
 */
@NullMarked
package dev.fencepost.engine.internal.history;

import org.jspecify.annotations.NullMarked;
