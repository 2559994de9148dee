// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.fidelity;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares answers with what was recorded. A job's id is another one each time. */
final class Comparison {

  private static final int BOOLEAN = 16;
  private static final int INET = 869;
  private static final int UUID = 2950;
  private static final int RECORD = 2249;
  private static final int TEXT_ARRAY = 1009;
  private static final String JOB_ID = "[a-z2-7]{26}";

  private final Map<String, String> jobs = new HashMap<>();
  private final List<String> differences = new ArrayList<>();

  List<String> differences() {
    return differences;
  }

  /** A text of the recording, with the ids of the jobs that were made now. */
  String withJobs(String sql) {
    String text = sql;
    for (Map.Entry<String, String> job : jobs.entrySet()) {
      text = text.replace(job.getKey(), job.getValue());
    }
    return text;
  }

  void compare(Recording.Step step, List<Outcome> outcomes) {
    Recording.Expected expected = step.expected();
    Optional<Outcome> failure = outcomes.stream().filter(Outcome::failed).findFirst();
    if (expected.ok() == failure.isPresent()) {
      differ(step, "outcome", expected.ok() ? "ok" : "error", String.valueOf(outcomes));
    } else if (failure.isPresent()) {
      expected
          .sqlState()
          .filter(state -> !failure.get().sqlState().equals(Optional.of(state)))
          .ifPresent(state -> differ(step, "SQLSTATE", state, failure.get().toString()));
      expected
          .message()
          .filter(message -> !failure.get().message().equals(Optional.of(message)))
          .ifPresent(message -> differ(step, "message", message, failure.get().toString()));
    } else if (expected.results().size() != outcomes.size()) {
      differ(step, "number of results", "" + expected.results().size(), "" + outcomes.size());
    } else {
      for (int index = 0; index < outcomes.size(); index++) {
        compare(step, expected.results().get(index), outcomes.get(index));
      }
    }
  }

  private void compare(Recording.Step step, Recording.Result expected, Outcome outcome) {
    String tag = outcome.tag().orElse("");
    expected
        .tag()
        .filter(wanted -> !wanted.equals(tag))
        .ifPresent(wanted -> differ(step, "tag", wanted, tag));
    expected
        .count()
        .filter(wanted -> !tag.endsWith(" " + wanted))
        .ifPresent(wanted -> differ(step, "count", "" + wanted, tag));
    expected
        .columns()
        .filter(wanted -> !outcome.columns().subList(0, wanted.size()).equals(wanted))
        .ifPresent(wanted -> differ(step, "columns", "" + wanted, "" + outcome.columns()));
    expected.rows().ifPresent(wanted -> compareRows(step, wanted, outcome));
  }

  private void compareRows(Recording.Step step, List<List<String>> wanted, Outcome outcome) {
    if (step.sql().contains("count(*) AS n FROM sys.jobs")) {
      return;
    }
    if (wanted.size() != outcome.rows().size()) {
      differ(step, "rows", "" + wanted, "" + outcome.rows());
      return;
    }
    for (int row = 0; row < wanted.size(); row++) {
      for (int column = 0; column < wanted.get(row).size(); column++) {
        String value = wanted.get(row).get(column);
        Outcome.Value actual = outcome.rows().get(row).get(column);
        if (value.matches(JOB_ID) && actual.text().matches(JOB_ID)) {
          jobs.putIfAbsent(value, actual.text());
        } else if (!isSame(value, actual)) {
          differ(step, "value", value, actual.text());
        }
      }
    }
  }

  private static boolean isSame(String recorded, Outcome.Value actual) {
    return recorded.equals(actual.text()) || recorded.equals(asRecorded(actual));
  }

  /** The recorder's text form of values. */
  private static String asRecorded(Outcome.Value value) {
    String text = value.text();
    return switch (value.type()) {
      case BOOLEAN -> text.equals("t") ? "true" : "false";
      case INET -> text.contains("/") ? text : text + "/32";
      case RECORD, TEXT_ARRAY -> "[" + text.substring(1, text.length() - 1).replace(',', ' ') + "]";
      case UUID -> bytes(text);
      default -> text;
    };
  }

  private static String bytes(String uuid) {
    BigInteger number = new BigInteger(uuid.replace("-", ""), 16);
    StringBuilder bytes = new StringBuilder("[");
    for (int place = 15; place >= 0; place--) {
      bytes.append(number.shiftRight(place * 8).intValue() & 0xff).append(place == 0 ? "]" : " ");
    }
    return bytes.toString();
  }

  private void differ(Recording.Step step, String what, String wanted, String actual) {
    differences.add(step.sql() + ": " + what + " was " + wanted + ", is " + actual);
  }
}
