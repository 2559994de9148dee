// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.memory;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fencepost.spi.Page;
import dev.fencepost.spi.PageRequest;
import dev.fencepost.spi.PageToken;
import dev.fencepost.spi.error.InvalidRequest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Keyset paging of a sorted list: a token says which list it belongs to and the key of the last
 * row.
 *
 * @param <T> the type of a row
 * @param list the name of the list, with its filter
 * @param rows all rows, sorted
 * @param key the key of a row as text without line breaks
 * @param after whether a row stands behind a key
 */
record Paging<T>(
    String list, Iterable<T> rows, Function<T, String> key, Function<String, Predicate<T>> after) {

  Page<T> page(PageRequest request) {
    Predicate<T> wanted = request.token().map(this::behind).orElse(row -> true);
    List<T> found = new ArrayList<>();
    for (T row : rows) {
      if (wanted.test(row)) {
        if (found.size() == request.size()) {
          return new Page<>(found, Optional.of(token(found.getLast())));
        }
        found.add(row);
      }
    }
    return new Page<>(found, Optional.empty());
  }

  private PageToken token(T last) {
    String text = list + "\n" + key.apply(last);
    return new PageToken(
        Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8)));
  }

  private Predicate<T> behind(PageToken token) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(token.value()), UTF_8);
      String start = list + "\n";
      if (text.startsWith(start)) {
        return after.apply(text.substring(start.length()));
      }
    } catch (IllegalArgumentException notAKey) {
      throw new InvalidRequest("bad page token", Map.of("list", list), notAKey);
    }
    throw new InvalidRequest("bad page token", Map.of("list", list));
  }
}
