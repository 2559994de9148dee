// SPDX-License-Identifier: Apache-2.0

/** Tests of connections. */
@NullMarked
package dev.fencepost.dsql.internal.connection;

import org.jspecify.annotations.NullMarked;
