// SPDX-License-Identifier: Apache-2.0

/**
 * The runner of transactions: attempts, the meaning of SQLSTATEs, back-off, and how an unknown
 * outcome becomes a known one. Nothing here may know a store.
 */
@NullMarked
package dev.fencepost.postgres.internal.transaction;

import org.jspecify.annotations.NullMarked;
