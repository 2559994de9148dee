// SPDX-License-Identifier: Apache-2.0
/**
 * What the service makes of a text of SQL: its statements, which of them it refuses and with which
 * words, and how a statement is written for the PostgreSQL behind. Pure functions of texts: nothing
 * here knows connections, sessions or the database's catalog.
 */
@NullMarked
package dev.fencepost.dsql.simulator.internal.sql;

import org.jspecify.annotations.NullMarked;
