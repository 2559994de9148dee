// SPDX-License-Identifier: Apache-2.0

/**
 * The stores. Each has one class with its SQL and one that binds requests to it and turns rows into
 * answers. Nothing here may open a connection or decide about a retry.
 */
@NullMarked
package dev.fencepost.postgres.internal.store;

import org.jspecify.annotations.NullMarked;
