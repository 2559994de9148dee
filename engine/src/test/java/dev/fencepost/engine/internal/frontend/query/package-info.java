// SPDX-License-Identifier: Apache-2.0

/** Tests of {@code internal.frontend.query}. */
@NullMarked
package dev.fencepost.engine.internal.frontend.query;

import org.jspecify.annotations.NullMarked;
