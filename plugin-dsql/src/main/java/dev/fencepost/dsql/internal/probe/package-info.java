// SPDX-License-Identifier: Apache-2.0

/**
 * What is found out about a cluster by trying it, when the plugin is opened. Probes leave nothing
 * behind and prove behaviour: that a syntax is accepted is not enough.
 */
@NullMarked
package dev.fencepost.dsql.internal.probe;

import org.jspecify.annotations.NullMarked;
