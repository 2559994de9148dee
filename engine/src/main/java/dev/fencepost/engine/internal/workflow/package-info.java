// SPDX-License-Identifier: Apache-2.0
/**
 * The state machine of one workflow run: persisted state, an operation and a clock in; new state,
 * history events and tasks out. It knows Temporal's commands, events and rules and nothing of
 * storage, locks, threads, gRPC or other runs; whoever loads and persists runs lives in {@code
 * internal.history}.
 */
@NullMarked
package dev.fencepost.engine.internal.workflow;

import org.jspecify.annotations.NullMarked;
