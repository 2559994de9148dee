// SPDX-License-Identifier: Apache-2.0

/**
 * The kit as a program: certifies any plugin on the class path, chosen and configured by
 * environment variables, without a line of test code.
 */
@NullMarked
package dev.fencepost.testkit.tck;

import org.jspecify.annotations.NullMarked;
