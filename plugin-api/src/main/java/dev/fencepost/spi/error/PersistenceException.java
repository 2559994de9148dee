// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.error;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a store answers when it can't do what was asked. The type tells the caller what to do:
 *
 * <table>
 * <caption>What each error says</caption>
 * <tr><th>type</th><th>has the write happened?</th><th>what to do</th></tr>
 * <tr><td>{@link OwnershipLost}</td><td>no</td><td>stop owning; acquire again if it should</td></tr>
 * <tr><td>{@link ConditionFailed}</td><td>no</td><td>read again, decide again</td></tr>
 * <tr><td>{@link AlreadyExists}</td><td>no</td><td>use what exists or choose another key</td></tr>
 * <tr><td>{@link NotFound}</td><td>no</td><td>nothing is there</td></tr>
 * <tr><td>{@link InvalidRequest}</td><td>no</td><td>correct the request</td></tr>
 * <tr><td>{@link LimitExceeded}</td><td>no</td><td>send less</td></tr>
 * <tr><td>{@link Unavailable}</td><td>no</td><td>try again later</td></tr>
 * <tr><td>{@link OutcomeUnknown}</td><td>perhaps</td><td>acquire the fence again, then read</td></tr>
 * <tr><td>{@link Unsupported}</td><td>no</td><td>report a bug of the plugin</td></tr>
 * <tr><td>{@link SchemaMismatch}</td><td>no</td><td>set up or update the schema</td></tr>
 * </table>
 *
 * <p>The message is static text, so that errors can be counted by it; what varies is in {@link
 * #context()}. The failures of all attempts are {@linkplain #getSuppressed() suppressed}
 * exceptions, oldest first.
 */
public abstract sealed class PersistenceException extends RuntimeException
    permits OwnershipLost,
        ConditionFailed,
        AlreadyExists,
        NotFound,
        InvalidRequest,
        LimitExceeded,
        Unavailable,
        OutcomeUnknown,
        Unsupported,
        SchemaMismatch {

  private static final long serialVersionUID = 1L;

  private final String summary;
  private final transient Map<String, Object> context;

  PersistenceException(String summary, Map<String, Object> context, @Nullable Throwable cause) {
    super(render(summary, context), cause);
    this.summary = requireNonNull(summary, "summary is null");
    this.context = Collections.unmodifiableMap(new LinkedHashMap<>(context));
  }

  /** The static part and the context, in one line. */
  @Override
  public String getMessage() {
    return requireNonNull(super.getMessage());
  }

  /** The static part of the message: the same for every occurrence of the same problem. */
  public String summary() {
    return summary;
  }

  /** What varies, by name, in the order of the message. */
  public Map<String, Object> context() {
    return context;
  }

  private static String render(String summary, Map<String, Object> context) {
    if (context.isEmpty()) {
      return summary;
    }
    return context.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(joining(", ", summary + " [", "]"));
  }
}
