// SPDX-License-Identifier: Apache-2.0

/**
 * The gRPC API as clients and workers see it: checks requests, finds the namespace, asks the owner.
 * No state of a workflow or a task queue lives here.
 */
@NullMarked
package dev.fencepost.engine.internal.frontend;

import org.jspecify.annotations.NullMarked;
