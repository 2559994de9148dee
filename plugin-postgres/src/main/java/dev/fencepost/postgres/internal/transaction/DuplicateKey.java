// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.transaction;

/**
 * A key that was taken.
 *
 * @param constraint the name of the constraint
 * @param detail the key, as the server words it
 */
public record DuplicateKey(String constraint, String detail) {}
