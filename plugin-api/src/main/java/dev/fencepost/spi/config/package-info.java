// SPDX-License-Identifier: Apache-2.0

/**
 * Typed configuration as plugins and engines read it: settings that describe themselves, and values
 * that know where they came from. Reading files is the engine's business and lives there.
 */
@NullMarked
package dev.fencepost.spi.config;

import org.jspecify.annotations.NullMarked;
