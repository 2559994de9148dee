// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator;

/** How clients connect. */
public enum TransportSecurity {
  /** By TLS only, negotiated or direct, with a certificate made at the start. */
  TLS,
  /** Without TLS. */
  PLAINTEXT
}
