// SPDX-License-Identifier: Apache-2.0

/**
 * The store of visibility records: what is running and what has closed, listed and counted by
 * namespace.
 */
@NullMarked
package dev.fencepost.spi.visibility;

import org.jspecify.annotations.NullMarked;
