// SPDX-License-Identifier: Apache-2.0

/**
 * Properties that compare a backend with the in-memory reference: generated sequences of calls run
 * on both, and every answer, typed errors included, and the whole visible state must be the same
 * after each call. A failure shrinks to the shortest sequence that shows the difference, and prints
 * it with its seed.
 */
@NullMarked
package dev.fencepost.testkit.agreement;

import org.jspecify.annotations.NullMarked;
