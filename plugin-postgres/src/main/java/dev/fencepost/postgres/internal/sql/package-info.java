// SPDX-License-Identifier: Apache-2.0

/**
 * SQL text and its parameters: rendered once by jOOQ, bound by name, read by column. Nothing here
 * may know a table.
 */
@NullMarked
package dev.fencepost.postgres.internal.sql;

import org.jspecify.annotations.NullMarked;
