// SPDX-License-Identifier: Apache-2.0

/**
 * The explorer shown to find what it is for: a fence that is a plain read lets a stale write
 * through on a real PostgreSQL, as a transaction and as a single statement; a shared lock does not.
 */
@NullMarked
package dev.fencepost.testkit.interleaving;

import org.jspecify.annotations.NullMarked;
