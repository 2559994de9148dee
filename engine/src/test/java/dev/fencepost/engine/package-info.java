// SPDX-License-Identifier: Apache-2.0

/** Tests of whole engines, with the Temporal SDK as their client. */
@NullMarked
package dev.fencepost.engine;

import org.jspecify.annotations.NullMarked;
