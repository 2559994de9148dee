// SPDX-License-Identifier: Apache-2.0
/** Benchmarks of the storage, each beside the floors it is measured against. */
@NullMarked
package dev.fencepost.bench;

import org.jspecify.annotations.NullMarked;
