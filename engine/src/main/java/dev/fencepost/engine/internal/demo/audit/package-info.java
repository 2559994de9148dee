// SPDX-License-Identifier: Apache-2.0

/**
 * The proof at the end of the demonstration: histories read back through the API are compared with
 * each other, with what activities wrote into the ledger, and with what was acknowledged to clients
 * and workers. Reads only.
 */
@NullMarked
package dev.fencepost.engine.internal.demo.audit;

import org.jspecify.annotations.NullMarked;
