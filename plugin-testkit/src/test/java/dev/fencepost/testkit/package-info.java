// SPDX-License-Identifier: Apache-2.0

/** Databases for the kit's tests of itself. */
@NullMarked
package dev.fencepost.testkit;

import org.jspecify.annotations.NullMarked;
