// SPDX-License-Identifier: Apache-2.0

/**
 * How the fence guarantee is kept where conflicts are found at COMMIT: the rows that writes and
 * take-overs meet at, the two ways to meet there, the stripes that keep the writes of one owner
 * apart, and how a lost attempt is made unable to commit. Nothing here may know a store.
 */
@NullMarked
package dev.fencepost.dsql.internal.fence;

import org.jspecify.annotations.NullMarked;
