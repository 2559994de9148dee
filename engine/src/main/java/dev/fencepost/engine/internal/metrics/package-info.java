// SPDX-License-Identifier: Apache-2.0

/**
 * The port that says how the process does: metrics for Prometheus and a health check. What is
 * measured is decided where it happens.
 */
@NullMarked
package dev.fencepost.engine.internal.metrics;

import org.jspecify.annotations.NullMarked;
