// SPDX-License-Identifier: Apache-2.0

/**
 * Tests of the plugin on PostgreSQL under REPEATABLE READ, which finds the same conflicts as DSQL
 * where a lock had to be waited for.
 */
@NullMarked
package dev.fencepost.dsql;

import org.jspecify.annotations.NullMarked;
