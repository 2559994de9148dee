// SPDX-License-Identifier: Apache-2.0
/**
 * The errors and deadlines of the engine's gRPC calls, in the form SDKs expect. No service lives
 * here.
 */
@NullMarked
package dev.fencepost.engine.internal.rpc;

import org.jspecify.annotations.NullMarked;
