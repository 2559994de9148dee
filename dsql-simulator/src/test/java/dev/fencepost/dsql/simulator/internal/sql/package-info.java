// SPDX-License-Identifier: Apache-2.0
/** Tests of reading and rewriting SQL that need no database. */
@NullMarked
package dev.fencepost.dsql.simulator.internal.sql;

import org.jspecify.annotations.NullMarked;
