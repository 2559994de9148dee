// SPDX-License-Identifier: Apache-2.0

/**
 * The store of namespaces and of their one notification version, the token every change of the
 * table is fenced with.
 */
@NullMarked
package dev.fencepost.spi.namespace;

import org.jspecify.annotations.NullMarked;
