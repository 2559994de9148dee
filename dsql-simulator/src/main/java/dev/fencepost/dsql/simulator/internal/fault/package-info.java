// SPDX-License-Identifier: Apache-2.0
/** Which faults are asked for, and when one is due. Nothing here executes one. */
@NullMarked
package dev.fencepost.dsql.simulator.internal.fault;

import org.jspecify.annotations.NullMarked;
