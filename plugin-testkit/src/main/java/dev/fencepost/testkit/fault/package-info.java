// SPDX-License-Identifier: Apache-2.0

/**
 * A TCP proxy that breaks connections between a client and its database at a chosen message: before
 * the server gets it, after it got it, or after it did what was asked and before the client hears
 * of it. It also delays, freezes and swallows. It reads the PostgreSQL protocol without TLS just
 * far enough to know which statement a message executes.
 */
@NullMarked
package dev.fencepost.testkit.fault;

import org.jspecify.annotations.NullMarked;
