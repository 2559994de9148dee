// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql;

/** How a connection is protected. */
public enum Tls {
  /** Encrypted, and the certificate and its host name are checked. */
  VERIFY_FULL,
  /** Not at all; the service itself refuses this. */
  OFF
}
