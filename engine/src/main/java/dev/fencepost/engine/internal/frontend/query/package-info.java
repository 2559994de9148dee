// SPDX-License-Identifier: Apache-2.0

/**
 * The query language of workflow lists: from text to the filter of the visibility store. What a
 * filter finds is the store's business.
 */
@NullMarked
package dev.fencepost.engine.internal.frontend.query;

import org.jspecify.annotations.NullMarked;
