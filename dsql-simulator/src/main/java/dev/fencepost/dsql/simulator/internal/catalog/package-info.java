// SPDX-License-Identifier: Apache-2.0
/**
 * What the simulator installs in the PostgreSQL behind: the schema {@code sys} with the service's
 * jobs, and what the rewritten statements call. SQL scripts and the order they run in.
 */
@NullMarked
package dev.fencepost.dsql.simulator.internal.catalog;

import org.jspecify.annotations.NullMarked;
