// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.matching;

/** What a poll can get. At any moment at most one poll holds it. */
sealed interface Match permits DispatchableTask, QueryTask {}
