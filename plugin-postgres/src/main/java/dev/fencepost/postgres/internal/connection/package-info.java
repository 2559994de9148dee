// SPDX-License-Identifier: Apache-2.0

/**
 * Connections: how they are opened, pooled and checked, and which server process is behind each.
 * Nothing here may know a transaction.
 */
@NullMarked
package dev.fencepost.postgres.internal.connection;

import org.jspecify.annotations.NullMarked;
