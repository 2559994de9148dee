// SPDX-License-Identifier: Apache-2.0

/**
 * The demonstration: workflows written with the Temporal SDK, an engine process that is killed
 * under them, and the proof that nothing was lost. Lives here: the processes, the load, the kills
 * and the table. What runs is in {@code workload}, what is proved in {@code audit}. It uses the
 * engine through gRPC only, like any client.
 */
@NullMarked
package dev.fencepost.engine.internal.demo;

import org.jspecify.annotations.NullMarked;
