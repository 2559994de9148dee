// SPDX-License-Identifier: Apache-2.0

/** Tests of {@code internal.cluster}. */
@NullMarked
package dev.fencepost.engine.internal.cluster;

import org.jspecify.annotations.NullMarked;
