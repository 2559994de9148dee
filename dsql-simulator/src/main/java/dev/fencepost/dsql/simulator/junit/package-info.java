// SPDX-License-Identifier: Apache-2.0
/** The simulator as an extension of JUnit 5. Nothing else of the module needs JUnit. */
@NullMarked
package dev.fencepost.dsql.simulator.junit;

import org.jspecify.annotations.NullMarked;
