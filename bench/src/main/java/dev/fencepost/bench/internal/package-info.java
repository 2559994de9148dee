// SPDX-License-Identifier: Apache-2.0

/**
 * The measurements: one fenced update of a workflow through the SPI, and floors that do the same
 * work in plain SQL. Lives here: the contenders, the cells they are measured in, what is counted
 * and how it is reported.
 */
@NullMarked
package dev.fencepost.bench.internal;

import org.jspecify.annotations.NullMarked;
