// SPDX-License-Identifier: Apache-2.0
/**
 * A connection to the PostgreSQL behind, message by message: what is sent goes in one piece, what
 * comes back is collected or handed on row by row. Nothing here decides anything.
 */
@NullMarked
package dev.fencepost.dsql.simulator.internal.backend;

import org.jspecify.annotations.NullMarked;
