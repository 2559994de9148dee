// SPDX-License-Identifier: Apache-2.0

/**
 * The versioned SQL of every dialect and the migrator that installs it. The tables as jOOQ sees
 * them live in {@code generated}; nothing else here may know jOOQ, and nothing here knows a store.
 */
@NullMarked
package dev.fencepost.schema;

import org.jspecify.annotations.NullMarked;
