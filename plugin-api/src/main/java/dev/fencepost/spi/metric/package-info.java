// SPDX-License-Identifier: Apache-2.0

/**
 * The names under which every plugin reports what it does, so that dashboards are the same for all
 * backends.
 */
@NullMarked
package dev.fencepost.spi.metric;

import org.jspecify.annotations.NullMarked;
