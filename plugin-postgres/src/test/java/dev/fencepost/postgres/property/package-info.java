// SPDX-License-Identifier: Apache-2.0

/** The properties of the kit on PostgreSQL, and the fence that does not have them. */
@NullMarked
package dev.fencepost.postgres.property;

import org.jspecify.annotations.NullMarked;
