// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.bench.internal;

/** The ways to do a fenced update. */
enum ContenderKind {
  /** One statement in plain SQL: the least anybody can do. */
  F2("F2"),
  /** The same writes, one statement each. */
  F3("F3"),
  /** The SPI. */
  SPI("SPI");

  private final String label;

  ContenderKind(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }
}
