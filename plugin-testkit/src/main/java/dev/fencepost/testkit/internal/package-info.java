// SPDX-License-Identifier: Apache-2.0

/**
 * Sample requests and pictures of what a store shows, shared by the tests of this kit. Not for use
 * outside of it.
 */
@NullMarked
package dev.fencepost.testkit.internal;

import org.jspecify.annotations.NullMarked;
