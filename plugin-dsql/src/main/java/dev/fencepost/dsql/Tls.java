// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql;

/** How a connection is protected. */
public enum Tls {
  /** Encrypted, and the certificate and its host name are checked. */
  VERIFY_FULL,
  /** Encrypted, but whoever answers is believed. */
  REQUIRE,
  /** Not at all; the service itself refuses this. */
  OFF
}
