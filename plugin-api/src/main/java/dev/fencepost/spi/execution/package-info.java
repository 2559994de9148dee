// SPDX-License-Identifier: Apache-2.0

/**
 * The store of executions: the mutable state of each run, the current run of each workflow id, and
 * the fenced writes that move both together with history and tasks.
 */
@NullMarked
package dev.fencepost.spi.execution;

import org.jspecify.annotations.NullMarked;
