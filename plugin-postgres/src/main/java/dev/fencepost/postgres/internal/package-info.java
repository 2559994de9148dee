// SPDX-License-Identifier: Apache-2.0

/**
 * The opened plugin: what it wires together. Statements live in {@code store}, transactions in
 * {@code transaction}, connections in {@code connection}.
 */
@NullMarked
package dev.fencepost.postgres.internal;

import org.jspecify.annotations.NullMarked;
