// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.error;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The request is larger than the backend allows. The write has not happened; where the size can be
 * known before, nothing was sent.
 */
public final class LimitExceeded extends PersistenceException {

  private static final long serialVersionUID = 1L;

  private final String limit;
  private final long value;
  private final long actual;

  /**
   * An error for a limit.
   *
   * @param limit the name of the limit, with its unit, such as {@code blob bytes}
   * @param value the largest value allowed
   * @param actual the value of the request
   * @param cause the database's refusal, or null if nothing was sent
   */
  public LimitExceeded(String limit, long value, long actual, @Nullable Throwable cause) {
    super("limit exceeded", describe(limit, value, actual), cause);
    this.limit = limit;
    this.value = value;
    this.actual = actual;
  }

  /** The name of the limit, with its unit. */
  public String limit() {
    return limit;
  }

  /** The largest value allowed. */
  public long value() {
    return value;
  }

  /** The value of the request. */
  public long actual() {
    return actual;
  }

  private static Map<String, Object> describe(String limit, long value, long actual) {
    Map<String, Object> context = new LinkedHashMap<>();
    context.put("limit", limit);
    context.put("value", value);
    context.put("actual", actual);
    return context;
  }
}
