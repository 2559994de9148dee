// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.session;

import java.io.IOException;

/** The client's connection is to end now, without another word. */
public final class ConnectionCut extends IOException {

  ConnectionCut(String why) {
    super(why);
  }
}
