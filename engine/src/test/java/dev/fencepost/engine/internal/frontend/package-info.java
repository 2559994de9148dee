// SPDX-License-Identifier: Apache-2.0

/** Tests of {@code internal.frontend}. */
@NullMarked
package dev.fencepost.engine.internal.frontend;

import org.jspecify.annotations.NullMarked;
