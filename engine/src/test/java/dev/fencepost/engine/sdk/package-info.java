// SPDX-License-Identifier: Apache-2.0

/** Workflows written with the Temporal SDK, run against the engine as a user would. */
@NullMarked
package dev.fencepost.engine.sdk;

import org.jspecify.annotations.NullMarked;
