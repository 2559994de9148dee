// SPDX-License-Identifier: Apache-2.0
/**
 * The running simulator: the PostgreSQL behind and what is installed in it, the socket clients
 * connect to, and who is connected.
 */
@NullMarked
package dev.fencepost.dsql.simulator.internal.server;

import org.jspecify.annotations.NullMarked;
