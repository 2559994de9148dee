// SPDX-License-Identifier: Apache-2.0

/** Tests of what no caller of the plugin can see. */
@NullMarked
package dev.fencepost.dsql.internal.fence;

import org.jspecify.annotations.NullMarked;
