// SPDX-License-Identifier: Apache-2.0

/** Tests of the proxy against servers that echo or speak a little of the PostgreSQL protocol. */
@NullMarked
package dev.fencepost.testkit.fault;

import org.jspecify.annotations.NullMarked;
