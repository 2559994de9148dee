// SPDX-License-Identifier: Apache-2.0

/** The store of history events as branches of nodes: append, read, fork, trim and delete. */
@NullMarked
package dev.fencepost.spi.history;

import org.jspecify.annotations.NullMarked;
