// SPDX-License-Identifier: Apache-2.0
/**
 * Compares the simulator with recordings of the real service, and with the project's own probes
 * that say the same. What a client sees is read from the wire, not through a driver.
 */
@NullMarked
package dev.fencepost.dsql.simulator.fidelity;

import org.jspecify.annotations.NullMarked;
