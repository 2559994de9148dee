// SPDX-License-Identifier: Apache-2.0
/**
 * A client's session: the conversation with the client, its transaction, and what the optimistic
 * concurrency of the service makes of it over a database that locks.
 *
 * <p>Every transaction is a REPEATABLE READ transaction behind. Locking queries lock nothing there:
 * their rows enter the footprint, and so do the rows that are written. Writes do lock rows, and a
 * statement that meets such a lock gets {@link
 * dev.fencepost.dsql.simulator.internal.session.Contention}: the transaction that holds it is
 * undone behind the scenes and done again when it is its turn. Who wins is decided at COMMIT, by
 * the footprints alone.
 */
@NullMarked
package dev.fencepost.dsql.simulator.internal.session;

import org.jspecify.annotations.NullMarked;
