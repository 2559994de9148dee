// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.fault;

/** How a proxy finds the messages of a client in its bytes. */
public enum Framing {
  /** The PostgreSQL protocol, version 3, without TLS. */
  POSTGRES,
  /** Whatever one read returns is one message. */
  CHUNKS
}
