// SPDX-License-Identifier: Apache-2.0

/**
 * The entry to the storage SPI: the plugin that a workflow engine loads, the persistence it opens,
 * and the few values every store shares. No JDBC and no database type may appear here or below.
 */
@NullMarked
package dev.fencepost.spi;

import org.jspecify.annotations.NullMarked;
