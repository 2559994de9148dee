// SPDX-License-Identifier: Apache-2.0
/**
 * PostgreSQL's frontend/backend protocol, version 3: messages as bytes, the fields of an error, and
 * how a client's connection begins, TLS included. Nothing here knows SQL.
 */
@NullMarked
package dev.fencepost.dsql.simulator.internal.wire;

import org.jspecify.annotations.NullMarked;
