// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fencepost.spi.PageToken;
import dev.fencepost.spi.error.InvalidRequest;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Positions in one list with one filter, as opaque text: a digest of the list, then the key of the
 * last row, its parts separated by the character 0, which no part has.
 */
final class PageTokens {

  private static final char SEPARATOR = '\0';

  private final String list;

  /** Tokens of a list; the filter is part of it. */
  PageTokens(String name, Object... filter) {
    this.list = name + "-" + Integer.toHexString(Arrays.toString(filter).hashCode());
  }

  PageToken write(Object... key) {
    StringBuilder text = new StringBuilder(list);
    for (Object part : key) {
      text.append(SEPARATOR).append(part);
    }
    return new PageToken(
        Base64.getUrlEncoder().withoutPadding().encodeToString(text.toString().getBytes(UTF_8)));
  }

  <T> T read(PageToken token, KeyReader<T> reader) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(token.value()), UTF_8);
      List<String> parts = new ArrayList<>(List.of(text.split(String.valueOf(SEPARATOR), -1)));
      if (parts.removeFirst().equals(list)) {
        return reader.read(parts);
      }
    } catch (IllegalArgumentException | DateTimeException | IndexOutOfBoundsException malformed) {
      throw invalid(malformed);
    }
    throw invalid(null);
  }

  private static InvalidRequest invalid(@Nullable Throwable cause) {
    return new InvalidRequest(
        "the page token is not one of this list with this filter", Map.of("field", "page"), cause);
  }

  /** Reads the parts of a key. */
  @FunctionalInterface
  interface KeyReader<T> {
    /** Reads them; anything malformed is an IllegalArgumentException. */
    T read(List<String> parts);
  }
}
