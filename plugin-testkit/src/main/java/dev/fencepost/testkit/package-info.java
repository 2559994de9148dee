// SPDX-License-Identifier: Apache-2.0

/**
 * The entry to the testkit: how a backend introduces itself to the conformance kit. The kit's tests
 * live in {@code conformance} and {@code agreement}, a reference backend in {@code memory}, tools
 * that break connections and order threads in {@code fault} and {@code interleaving}.
 */
@NullMarked
package dev.fencepost.testkit;

import org.jspecify.annotations.NullMarked;
