// SPDX-License-Identifier: Apache-2.0

/** Tests of the migrator and of the generated tables, on an embedded PostgreSQL. */
@NullMarked
package dev.fencepost.schema;

import org.jspecify.annotations.NullMarked;
