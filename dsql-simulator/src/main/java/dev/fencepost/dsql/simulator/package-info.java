// SPDX-License-Identifier: Apache-2.0
/**
 * A local Aurora DSQL for tests and laptops: a server that speaks PostgreSQL's wire protocol,
 * executes on an embedded PostgreSQL, and answers as the service does, its optimistic concurrency,
 * limits and refusals included. Start with {@link
 * dev.fencepost.dsql.simulator.DsqlSimulator#builder()}. This package is all there is to use;
 * everything below {@code internal} may change at any time.
 */
@NullMarked
package dev.fencepost.dsql.simulator;

import org.jspecify.annotations.NullMarked;
