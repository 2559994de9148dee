// SPDX-License-Identifier: Apache-2.0

/**
 * The agreements checked against themselves: the reference agrees with itself, broken ones do not.
 */
@NullMarked
package dev.fencepost.testkit.agreement;

import org.jspecify.annotations.NullMarked;
