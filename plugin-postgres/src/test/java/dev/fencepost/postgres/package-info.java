// SPDX-License-Identifier: Apache-2.0

/**
 * The conformance kit on PostgreSQL, and what only this backend can be asked. All tests of a JVM
 * share one embedded server; each class has a database of its own.
 */
@NullMarked
package dev.fencepost.postgres;

import org.jspecify.annotations.NullMarked;
