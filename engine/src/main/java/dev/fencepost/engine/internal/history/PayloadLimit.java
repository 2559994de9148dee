// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import com.google.protobuf.MessageLite;
import dev.fencepost.engine.internal.rpc.ServiceErrors;

/** The largest payloads a request may bring. */
record PayloadLimit(int bytes) {

  boolean exceededBy(MessageLite payloads) {
    return payloads.getSerializedSize() > bytes;
  }

  /**
   * Refuses what is too large.
   *
   * @param name how the request calls it
   * @throws io.grpc.StatusRuntimeException INVALID_ARGUMENT
   */
  void check(String name, MessageLite payloads) {
    if (exceededBy(payloads)) {
      throw ServiceErrors.invalidArgument(
          "Blob data size exceeds limit: "
              + name
              + " has "
              + payloads.getSerializedSize()
              + " bytes, at most "
              + bytes
              + " are allowed; store it elsewhere and pass a reference.");
    }
  }
}
