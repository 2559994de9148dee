// SPDX-License-Identifier: Apache-2.0

/**
 * What differs between the databases the stores run on: how a fence is held, how rows are locked,
 * in which form a write is sent. Statements of single stores may not stand here.
 */
@NullMarked
package dev.fencepost.postgres.internal.strategy;

import org.jspecify.annotations.NullMarked;
