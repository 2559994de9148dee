// SPDX-License-Identifier: Apache-2.0

/**
 * The properties every backend must have beyond the conformance kit: what its stores guarantee
 * under interleavings and failures that are generated data. A property is an abstract class; a
 * backend's tests say how its statements are stopped, counted and cut. Nothing here knows a
 * backend.
 */
@NullMarked
package dev.fencepost.testkit.property;

import org.jspecify.annotations.NullMarked;
