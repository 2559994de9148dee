// SPDX-License-Identifier: Apache-2.0
/**
 * Executes statements and what they are rewritten to beside each other on the PostgreSQL behind,
 * and compares what they answer.
 */
@NullMarked
package dev.fencepost.dsql.simulator.rewriting;

import org.jspecify.annotations.NullMarked;
