// SPDX-License-Identifier: Apache-2.0
/** The storage plugin for PostgreSQL. Everything but its entry point is internal. */
@NullMarked
package dev.fencepost.postgres;

import org.jspecify.annotations.NullMarked;
