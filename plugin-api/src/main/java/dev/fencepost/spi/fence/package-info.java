// SPDX-License-Identifier: Apache-2.0

/**
 * The proofs of ownership that fenced writes carry: what they are, not how a backend checks them.
 */
@NullMarked
package dev.fencepost.spi.fence;

import org.jspecify.annotations.NullMarked;
