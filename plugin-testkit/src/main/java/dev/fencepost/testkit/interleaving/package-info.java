// SPDX-License-Identifier: Apache-2.0

/**
 * The interleaving explorer: runs two or three operations on threads of their own, with a gate
 * before each of their statements, in an order that is generated data. Blockers hold a row or a key
 * that a statement needs, so that an operation of a single statement is stopped inside it.
 * Schedules shrink and print; nothing here knows a backend.
 */
@NullMarked
package dev.fencepost.testkit.interleaving;

import org.jspecify.annotations.NullMarked;
