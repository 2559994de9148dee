// SPDX-License-Identifier: Apache-2.0

/** Namespaces as the engine reads them: a view of the store that follows its changes. */
@NullMarked
package dev.fencepost.engine.internal.namespace;

import org.jspecify.annotations.NullMarked;
