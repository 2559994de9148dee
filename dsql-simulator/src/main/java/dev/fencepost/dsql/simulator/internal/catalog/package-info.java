// SPDX-License-Identifier: Apache-2.0
/**
 * What the simulator installs in the PostgreSQL behind: the schema {@code sys} with the service's
 * jobs, and what the rewritten statements call. SQL scripts, the order they run in, and the clock
 * of the jobs.
 */
@NullMarked
package dev.fencepost.dsql.simulator.internal.catalog;

import org.jspecify.annotations.NullMarked;
