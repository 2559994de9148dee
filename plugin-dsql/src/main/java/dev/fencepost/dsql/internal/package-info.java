// SPDX-License-Identifier: Apache-2.0

/**
 * The opened plugin: what it wires together out of the stores of PostgreSQL and what is different
 * on Aurora DSQL. Statements of the shared stores stay in their own module.
 */
@NullMarked
package dev.fencepost.dsql.internal;

import org.jspecify.annotations.NullMarked;
