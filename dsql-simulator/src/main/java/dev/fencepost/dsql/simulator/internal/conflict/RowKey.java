// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.conflict;

/**
 * A key of a unique index.
 *
 * @param index the index's object id; that of the table where a table has no primary key and a row
 *     is known by its place
 * @param values the key's values as the error of a duplicate key prints them
 */
public record RowKey(long index, String values) {}
