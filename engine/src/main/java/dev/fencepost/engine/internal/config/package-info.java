// SPDX-License-Identifier: Apache-2.0

/**
 * The engine's settings and how they are read: a YAML file, overridden by environment variables,
 * every value with the place it came from. What a setting does is decided where it is used.
 */
@NullMarked
package dev.fencepost.engine.internal.config;

import org.jspecify.annotations.NullMarked;
