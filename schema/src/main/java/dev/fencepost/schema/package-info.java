// SPDX-License-Identifier: Apache-2.0
/**
 * The versioned SQL of every dialect, the generated tables and the migrator that installs them.
 */
@NullMarked
package dev.fencepost.schema;

import org.jspecify.annotations.NullMarked;
