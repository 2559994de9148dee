// SPDX-License-Identifier: Apache-2.0

/**
 * The store of history shards: who owns a shard, by which range id, and the state its owner keeps
 * with it.
 */
@NullMarked
package dev.fencepost.spi.shard;

import org.jspecify.annotations.NullMarked;
