// SPDX-License-Identifier: Apache-2.0
/**
 * Tests of the benchmarks, and of what only this module sees whole: the architecture of all
 * modules.
 */
@NullMarked
package dev.fencepost.bench;

import org.jspecify.annotations.NullMarked;
