// SPDX-License-Identifier: Apache-2.0

/**
 * Which processes are alive and which of them owns what, and the way to reach the owner. It spreads
 * work; what keeps two owners apart is the storage's fence, never this package.
 */
@NullMarked
package dev.fencepost.engine.internal.cluster;

import org.jspecify.annotations.NullMarked;
