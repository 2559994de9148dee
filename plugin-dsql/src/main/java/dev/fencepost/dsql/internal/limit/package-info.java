// SPDX-License-Identifier: Apache-2.0

/** The limits of the service, kept before anything is sent. */
@NullMarked
package dev.fencepost.dsql.internal.limit;

import org.jspecify.annotations.NullMarked;
