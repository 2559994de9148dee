// SPDX-License-Identifier: Apache-2.0

/**
 * The reference backend: the contract of the SPI as the plainest program that keeps it, one lock
 * around sorted maps. Nothing is durable. The conformance kit is checked against it, and other
 * backends are compared with it call by call; it holds no performance tricks and no test hooks.
 */
@NullMarked
package dev.fencepost.testkit.memory;

import org.jspecify.annotations.NullMarked;
