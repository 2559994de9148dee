// SPDX-License-Identifier: Apache-2.0

/**
 * The stores of what the processes of one cluster must agree on: metadata written once, and
 * membership by heartbeat.
 */
@NullMarked
package dev.fencepost.spi.cluster;

import org.jspecify.annotations.NullMarked;
