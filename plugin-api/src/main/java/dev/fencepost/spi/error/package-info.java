// SPDX-License-Identifier: Apache-2.0

/**
 * The sealed hierarchy of errors every store reports. Each type tells the caller what it may
 * conclude and what to do next; nothing else may be thrown across the SPI for a database's answer.
 */
@NullMarked
package dev.fencepost.spi.error;

import org.jspecify.annotations.NullMarked;
