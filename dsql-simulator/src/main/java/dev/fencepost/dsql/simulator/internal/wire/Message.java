// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.wire;

/**
 * A message of the protocol.
 *
 * @param type the letter it begins with
 * @param body what follows its length; never changed after the message was read
 */
@SuppressWarnings("ArrayRecordComponent") // Messages are compared by nobody.
public record Message(char type, byte[] body) {

  /** A reader of the body, at its beginning. */
  public BodyReader reader() {
    return new BodyReader(body);
  }
}
