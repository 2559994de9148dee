// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * One field of a cron expression: numbers, names, ranges, steps and lists of them.
 *
 * @param values the values it admits
 * @param any whether it was left open with {@code *} or {@code ?}
 */
record CronField(BitSet values, boolean any) {

  /** Which of the five fields. */
  enum Kind {
    MINUTE(0, 59, List.of()),
    HOUR(0, 23, List.of()),
    DAY_OF_MONTH(1, 31, List.of()),
    MONTH(
        1,
        12,
        List.of(
            "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")),
    DAY_OF_WEEK(0, 6, List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat"));

    private final int smallest;
    private final int largest;

    @SuppressWarnings("ImmutableEnumChecker") // always of List.of
    private final List<String> names;

    Kind(int smallest, int largest, List<String> names) {
      this.smallest = smallest;
      this.largest = largest;
      this.names = names;
    }
  }

  boolean admits(int value) {
    return values.get(value);
  }

  /**
   * Reads a field.
   *
   * @throws IllegalArgumentException if it isn't one
   */
  static CronField parse(String text, Kind kind) {
    BitSet values = new BitSet();
    boolean any = false;
    for (String part : text.split(",", -1)) {
      any |= parsePart(part, kind, values);
    }
    return new CronField(values, any);
  }

  private static boolean parsePart(String part, Kind kind, BitSet values) {
    String[] rangeAndStep = part.split("/", -1);
    if (rangeAndStep.length > 2) {
      throw new IllegalArgumentException("too many slashes in cron field \"" + part + "\"");
    }
    boolean hasStep = rangeAndStep.length == 2;
    int step = hasStep ? number(rangeAndStep[1]) : 1;
    if (step == 0) {
      throw new IllegalArgumentException("step of cron field \"" + part + "\" is zero");
    }
    String range = rangeAndStep[0];
    if (range.equals("*") || range.equals("?")) {
      fill(values, kind.smallest, kind.largest, step);
      return !hasStep;
    }
    String[] bounds = range.split("-", -1);
    if (bounds.length > 2) {
      throw new IllegalArgumentException("too many hyphens in cron field \"" + part + "\"");
    }
    int from = value(bounds[0], kind);
    int to = from;
    if (bounds.length == 2) {
      to = value(bounds[1], kind);
    } else if (hasStep) {
      to = kind.largest;
    }
    if (from < kind.smallest || to > kind.largest || from > to) {
      throw new IllegalArgumentException(
          "cron field \"" + part + "\" is not within " + kind.smallest + " to " + kind.largest);
    }
    fill(values, from, to, step);
    return false;
  }

  private static void fill(BitSet values, int from, int to, int step) {
    for (int value = from; value <= to; value += step) {
      values.set(value);
    }
  }

  private static int value(String text, Kind kind) {
    int name = kind.names.indexOf(text.toLowerCase(Locale.ROOT));
    return name >= 0 ? name + kind.smallest : number(text);
  }

  private static int number(String text) {
    try {
      return Integer.parseUnsignedInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("\"" + text + "\" in a cron field is no number", e);
    }
  }
}
