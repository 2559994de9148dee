// SPDX-License-Identifier: Apache-2.0

/**
 * The workflows and activities of the demonstration, each of which knows how it must end, and the
 * ledger in which activities record what they really did. Plain SDK code.
 */
@NullMarked
package dev.fencepost.engine.internal.demo.workload;

import org.jspecify.annotations.NullMarked;
