// SPDX-License-Identifier: Apache-2.0

/** The kit run as a program. */
@NullMarked
package dev.fencepost.testkit.tck;

import org.jspecify.annotations.NullMarked;
