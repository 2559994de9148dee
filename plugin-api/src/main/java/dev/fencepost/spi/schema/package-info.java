// SPDX-License-Identifier: Apache-2.0

/**
 * Schema administration of a backend: install, upgrade, check and drop the tables a plugin needs.
 */
@NullMarked
package dev.fencepost.spi.schema;

import org.jspecify.annotations.NullMarked;
