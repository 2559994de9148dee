// SPDX-License-Identifier: Apache-2.0
/**
 * Which transactions conflict. A transaction's footprint is the rows it wrote or locked, by the
 * keys of their unique indexes; the log keeps the footprints that were committed as long as
 * somebody runs on an older snapshot, and decides at COMMIT. Nothing here knows the wire or the
 * database.
 */
@NullMarked
package dev.fencepost.dsql.simulator.internal.conflict;

import org.jspecify.annotations.NullMarked;
