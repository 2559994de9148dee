// SPDX-License-Identifier: Apache-2.0

/**
 * The order in which a process stops what it started, whether it comes to its end or is asked to
 * stop. Lives here: that order only, not what is stopped.
 */
@NullMarked
package dev.fencepost.engine.internal.shutdown;

import org.jspecify.annotations.NullMarked;
