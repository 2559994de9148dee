// SPDX-License-Identifier: Apache-2.0

/**
 * The storage plugin for Aurora DSQL: its entry point and its settings. Everything else is
 * internal.
 */
@NullMarked
package dev.fencepost.dsql;

import org.jspecify.annotations.NullMarked;
