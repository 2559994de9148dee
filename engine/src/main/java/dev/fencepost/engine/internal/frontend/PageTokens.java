// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.frontend;

import com.google.protobuf.ByteString;
import dev.fencepost.engine.internal.rpc.ServiceErrors;
import dev.fencepost.spi.PageRequest;
import dev.fencepost.spi.PageToken;
import io.grpc.StatusRuntimeException;
import java.util.Optional;

/** Page sizes and tokens of lists. */
final class PageTokens {

  private PageTokens() {}

  /** The page that a request asks for; without a size, or with too large a one, the largest. */
  static PageRequest request(int size, int maxSize, ByteString token) {
    if (size < 0) {
      throw ServiceErrors.invalidArgument("page_size must not be negative, but is " + size);
    }
    if (!token.isValidUtf8()) {
      throw invalid();
    }
    return new PageRequest(
        size == 0 ? maxSize : Math.min(size, maxSize),
        token.isEmpty() ? Optional.empty() : Optional.of(new PageToken(token.toStringUtf8())));
  }

  static StatusRuntimeException invalid() {
    return ServiceErrors.invalidArgument(
        "next_page_token is not one this server gave for this list");
  }
}
