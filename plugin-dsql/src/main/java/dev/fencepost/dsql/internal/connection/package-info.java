// SPDX-License-Identifier: Apache-2.0

/**
 * Connections to a cluster: how they are opened, how many of them in a second, how they are pooled,
 * and what it means when one is refused. Nothing here may know a transaction.
 */
@NullMarked
package dev.fencepost.dsql.internal.connection;

import org.jspecify.annotations.NullMarked;
