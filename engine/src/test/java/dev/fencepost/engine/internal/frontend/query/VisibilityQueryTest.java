// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.frontend.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.fencepost.spi.execution.ExecutionStatus;
import dev.fencepost.spi.visibility.TimeRange;
import dev.fencepost.spi.visibility.VisibilityFilter;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VisibilityQueryTest {

  private static final UUID NAMESPACE = UUID.randomUUID();
  private static final String SUPPORTED =
      "; supported are conditions joined by AND: WorkflowId =, RunId =, WorkflowType =,"
          + " ExecutionStatus =, != or IN (...), StartTime and CloseTime with =, <, <=, >, >= or"
          + " BETWEEN ... AND ..., CloseTime IS NULL or IS NOT NULL";

  @Test
  void query_emptyOneMatchesEverything() {
    assertThat(filter("  ")).isEqualTo(VisibilityFilter.all(NAMESPACE));
  }

  @Test
  void query_conditionsAreJoined() {
    UUID runId = UUID.randomUUID();

    VisibilityFilter filter =
        filter(
            "WorkflowId = 'a' and (`WorkflowType`=\"T\" AND RunId='"
                + runId
                + "') AND ExecutionStatus IN ('Running', 'failed')"
                + " AND StartTime BETWEEN '2026-01-01T00:00:00Z' AND '2026-01-02T00:00:00+01:00'"
                + " AND CloseTime > '2026-01-01T00:00:00Z' AND CloseTime <= 1767312000000000000");

    assertThat(filter)
        .isEqualTo(
            new VisibilityFilter(
                NAMESPACE,
                Optional.of("a"),
                Optional.of(runId),
                Optional.of("T"),
                Set.of(ExecutionStatus.RUNNING, ExecutionStatus.FAILED),
                Optional.of(
                    new TimeRange(
                        Instant.parse("2026-01-01T00:00:00Z"),
                        Instant.parse("2026-01-01T23:00:00Z"))),
                Optional.of(
                    new TimeRange(
                        Instant.parse("2026-01-01T00:00:00.000001Z"),
                        Instant.parse("2026-01-02T00:00:00Z")))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ExecutionStatus = 1|RUNNING",
        "ExecutionStatus IN (3, 'TimedOut')|FAILED,TIMED_OUT",
        "ExecutionStatus !="
            + " 'Running'|COMPLETED,FAILED,CANCELED,TERMINATED,CONTINUED_AS_NEW,TIMED_OUT",
        "ExecutionStatus <> 6 AND CloseTime IS NOT"
            + " NULL|COMPLETED,FAILED,CANCELED,TERMINATED,TIMED_OUT",
        "CloseTime IS NULL|RUNNING",
        "CloseTime is not null|COMPLETED,FAILED,CANCELED,TERMINATED,CONTINUED_AS_NEW,TIMED_OUT",
      })
  void query_statusesAreGivenByNameNumberOrCloseTime(String query, String statuses) {
    Set<ExecutionStatus> expected =
        Arrays.stream(statuses.split(","))
            .map(ExecutionStatus::valueOf)
            .collect(Collectors.toSet());

    assertThat(filter(query).statuses()).isEqualTo(expected);
  }

  @Test
  void query_groupsByStatusOnly() {
    VisibilityQuery query =
        VisibilityQuery.parse(NAMESPACE, "WorkflowType = 'T' GROUP BY ExecutionStatus");

    assertThat(query.grouping()).isEqualTo(VisibilityQuery.Grouping.EXECUTION_STATUS);
    assertThat(query.filter()).map(VisibilityFilter::workflowType).contains(Optional.of("T"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "WorkflowId = 'a' AND WorkflowId = 'b'",
        "ExecutionStatus = 'Running' AND ExecutionStatus IN ('Failed', 'Completed')",
        "StartTime > '2026-01-02T00:00:00Z' AND StartTime < '2026-01-01T00:00:00Z'",
        "CloseTime BETWEEN '2026-01-02T00:00:00Z' AND '2026-01-01T00:00:00Z'",
      })
  void query_thatContradictsItselfMatchesNothing(String query) {
    assertThat(VisibilityQuery.parse(NAMESPACE, query).filter()).isEmpty();
  }

  @Test
  void query_thatIsNotUnderstoodSaysWhere() {
    assertRefused("WorkflowId", "position 11: = is expected, not the end of the query" + SUPPORTED);
    assertRefused("WorkflowId != 'a'", "position 12: = is expected, not !=" + SUPPORTED);
    assertRefused("WorkflowId = a", "position 14: a text in quotes is expected, not a");
    assertRefused("WorkflowId = 'a", "position 14: the quote ' is not closed");
    assertRefused(
        "CustomKeyword = 'a'", "position 1: CustomKeyword is not supported here" + SUPPORTED);
    assertRefused(
        "WorkflowId = 'a' OR RunId = 'b'", "position 18: OR is not supported here" + SUPPORTED);
    assertRefused("WorkflowId = 'a' ;", "position 18: unexpected character ';'");
    assertRefused("RunId = 'b'", "position 9: RunId is a UUID, not 'b'");
    assertRefused(
        "ExecutionStatus = 'Open'",
        "position 19: ExecutionStatus is one of Running, Completed, Failed, Canceled, Terminated,"
            + " ContinuedAsNew, TimedOut, not 'Open'");
    assertRefused(
        "StartTime > 'today'",
        "position 13: a time such as '2026-01-31T12:00:00Z' is expected, not 'today'");
    assertRefused(
        "WorkflowId = 'a' ORDER BY StartTime",
        "position 18: ORDER is not supported here" + SUPPORTED);
    assertRefused(
        "(".repeat(60) + "WorkflowId = 'a'", "position 51: more than 50 brackets are open");
  }

  @Property
  void anyText_isFoundAsItIsQuoted(@ForAll @StringLength(max = 40) String text) {
    String quoted = "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";

    assertThat(filter("WorkflowId = " + quoted).workflowId()).contains(text);
  }

  @Property
  void anyStatuses_areFoundInAnyOrder(@ForAll @Size(min = 1, max = 7) Set<ExecutionStatus> some) {
    String names =
        some.stream()
            .map(status -> "'" + StatusNames.name(status) + "'")
            .collect(Collectors.joining(","));

    assertThat(filter("ExecutionStatus IN (" + names + ")").statuses()).isEqualTo(some);
  }

  @Property
  void anyText_isUnderstoodOrRefusedWithAPosition(@ForAll @StringLength(max = 60) String text) {
    try {
      assertThat(VisibilityQuery.parse(NAMESPACE, text)).isNotNull();
    } catch (InvalidQuery refused) {
      assertThat(refused).hasMessageMatching("(?s)invalid query at position \\d+: .+");
    }
  }

  private static void assertRefused(String query, String problem) {
    assertThatExceptionOfType(InvalidQuery.class)
        .isThrownBy(() -> VisibilityQuery.parse(NAMESPACE, query))
        .withMessage("invalid query at " + problem);
  }

  private static VisibilityFilter filter(String query) {
    return VisibilityQuery.parse(NAMESPACE, query).filter().orElseThrow();
  }
}
