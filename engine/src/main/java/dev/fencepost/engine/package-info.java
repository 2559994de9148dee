// SPDX-License-Identifier: Apache-2.0
/**
 * The workflow engine that serves the Temporal gRPC API. It knows storage only through the plugin
 * API.
 */
@NullMarked
package dev.fencepost.engine;

import org.jspecify.annotations.NullMarked;
