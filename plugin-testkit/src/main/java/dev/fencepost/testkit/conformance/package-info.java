// SPDX-License-Identifier: Apache-2.0

/**
 * The conformance kit: one abstract test class per store of the SPI, or two where one would be too
 * long. A backend certifies itself by extending each with a constructor that passes its {@link
 * dev.fencepost.testkit.PersistenceSource}. Behaviours that the contract numbers keep their numbers
 * as the start of their test's name. Nothing here may know a backend.
 */
@NullMarked
package dev.fencepost.testkit.conformance;

import org.jspecify.annotations.NullMarked;
