// SPDX-License-Identifier: Apache-2.0

/** The conformance kit run on the reference backend. */
@NullMarked
package dev.fencepost.testkit.memory;

import org.jspecify.annotations.NullMarked;
