// SPDX-License-Identifier: Apache-2.0

/** Tests of {@code internal.config}. */
@NullMarked
package dev.fencepost.engine.internal.config;

import org.jspecify.annotations.NullMarked;
