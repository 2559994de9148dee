// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.frontend.query;

import dev.fencepost.spi.execution.ExecutionStatus;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Recursive descent over:
 *
 * <pre>
 * query     = [ condition { AND condition } ] [ GROUP BY ExecutionStatus ]
 * condition = "(" condition { AND condition } ")" | name operator value
 *           | ExecutionStatus IN "(" value { "," value } ")"
 *           | time BETWEEN value AND value
 *           | CloseTime IS [ NOT ] NULL
 * </pre>
 */
final class QueryParser {

  private static final String SUPPORTED =
      "supported are conditions joined by AND: WorkflowId =, RunId =, WorkflowType =,"
          + " ExecutionStatus =, != or IN (...), StartTime and CloseTime with =, <, <=, >, >= or"
          + " BETWEEN ... AND ..., CloseTime IS NULL or IS NOT NULL";

  private static final int MAX_DEPTH = 50;

  private final List<QueryToken> tokens;
  private final FilterBuilder filter;
  private int next;
  private int depth;

  QueryParser(UUID namespaceId, String query) {
    this.tokens = QueryTokens.of(query);
    this.filter = new FilterBuilder(namespaceId);
  }

  VisibilityQuery parse() {
    if (!peek().is("GROUP") && peek().kind() != QueryToken.Kind.END) {
      conditions();
    }
    VisibilityQuery.Grouping grouping = VisibilityQuery.Grouping.NONE;
    if (peek().is("GROUP")) {
      take();
      expect("BY");
      expect("ExecutionStatus");
      grouping = VisibilityQuery.Grouping.EXECUTION_STATUS;
    }
    if (peek().kind() != QueryToken.Kind.END) {
      throw unsupported(peek());
    }
    return new VisibilityQuery(filter.build(), grouping);
  }

  private void conditions() {
    condition();
    while (peek().is("AND")) {
      take();
      condition();
    }
  }

  private void condition() {
    QueryToken first = take();
    if (first.is("(")) {
      depth++;
      if (depth > MAX_DEPTH) {
        throw new InvalidQuery(first.position(), "more than " + MAX_DEPTH + " brackets are open");
      }
      conditions();
      expect(")");
      depth--;
      return;
    }
    if (first.kind() != QueryToken.Kind.NAME) {
      throw unsupported(first);
    }
    switch (first.text()) {
      case "WorkflowId" -> filter.workflowId(equalText());
      case "WorkflowType" -> filter.workflowType(equalText());
      case "RunId" -> {
        expect("=");
        QueryToken value = take();
        filter.runId(uuid(value));
      }
      case "ExecutionStatus" -> filter.statuses(statuses());
      case "StartTime" -> filter.startTime(times());
      case "CloseTime" -> {
        if (peek().is("IS")) {
          filter.statuses(closeTimeIsNull());
        } else {
          filter.closeTime(times());
        }
      }
      default -> throw unsupported(first);
    }
  }

  private String equalText() {
    expect("=");
    return text(take());
  }

  /** Only open runs have no close time. */
  private Set<ExecutionStatus> closeTimeIsNull() {
    expect("IS");
    boolean not = peek().is("NOT");
    if (not) {
      take();
    }
    expect("NULL");
    EnumSet<ExecutionStatus> open = EnumSet.of(ExecutionStatus.RUNNING);
    return not ? EnumSet.complementOf(open) : open;
  }

  private Set<ExecutionStatus> statuses() {
    QueryToken operator = take();
    Set<ExecutionStatus> statuses = EnumSet.noneOf(ExecutionStatus.class);
    if (operator.is("=")) {
      statuses.add(status(take()));
    } else if (operator.is("!=") || operator.is("<>")) {
      statuses.addAll(EnumSet.complementOf(EnumSet.of(status(take()))));
    } else if (operator.is("IN")) {
      expect("(");
      statuses.add(status(take()));
      while (peek().is(",")) {
        take();
        statuses.add(status(take()));
      }
      expect(")");
    } else {
      throw unsupported(operator);
    }
    return statuses;
  }

  private TimeBounds times() {
    QueryToken operator = take();
    if (operator.is("BETWEEN")) {
      Instant from = time(take());
      expect("AND");
      return TimeBounds.between(from, time(take()));
    }
    if (operator.kind() != QueryToken.Kind.SYMBOL) {
      throw unsupported(operator);
    }
    return switch (operator.text()) {
      case "=" -> TimeBounds.at(time(take()));
      case "<" -> TimeBounds.before(time(take()));
      case "<=" -> TimeBounds.upTo(time(take()));
      case ">" -> TimeBounds.after(time(take()));
      case ">=" -> TimeBounds.from(time(take()));
      default -> throw unsupported(operator);
    };
  }

  private static String text(QueryToken value) {
    if (value.kind() != QueryToken.Kind.TEXT) {
      throw new InvalidQuery(
          value.position(), "a text in quotes is expected, not " + value.shown());
    }
    return value.text();
  }

  private static UUID uuid(QueryToken value) {
    try {
      return UUID.fromString(text(value));
    } catch (IllegalArgumentException notOne) {
      throw new InvalidQuery(value.position(), "RunId is a UUID, not " + value.shown());
    }
  }

  private static ExecutionStatus status(QueryToken value) {
    // Temporal takes the number of a status for its name.
    Optional<ExecutionStatus> status =
        value.kind() == QueryToken.Kind.NUMBER
            ? StatusNames.numbered(value.text())
            : StatusNames.status(text(value));
    return status.orElseThrow(
        () ->
            new InvalidQuery(
                value.position(),
                "ExecutionStatus is one of "
                    + String.join(", ", StatusNames.names())
                    + ", not "
                    + value.shown()));
  }

  private static Instant time(QueryToken value) {
    try {
      return switch (value.kind()) {
        case TEXT -> OffsetDateTime.parse(value.text()).toInstant();
        // as Temporal: nanoseconds since 1970
        case NUMBER -> Instant.ofEpochSecond(0, Long.parseLong(value.text()));
        case NAME, SYMBOL, END -> throw notATime(value);
      };
    } catch (DateTimeException | NumberFormatException notOne) {
      throw notATime(value);
    }
  }

  private static InvalidQuery notATime(QueryToken value) {
    return new InvalidQuery(
        value.position(),
        "a time such as '2026-01-31T12:00:00Z' is expected, not " + value.shown());
  }

  private void expect(String word) {
    QueryToken token = take();
    if (!token.is(word)) {
      throw new InvalidQuery(
          token.position(), word + " is expected, not " + token.shown() + "; " + SUPPORTED);
    }
  }

  private static InvalidQuery unsupported(QueryToken token) {
    return new InvalidQuery(
        token.position(), token.shown() + " is not supported here; " + SUPPORTED);
  }

  private QueryToken peek() {
    return tokens.get(next);
  }

  private QueryToken take() {
    QueryToken token = tokens.get(next);
    if (token.kind() != QueryToken.Kind.END) {
      next++;
    }
    return token;
  }
}
