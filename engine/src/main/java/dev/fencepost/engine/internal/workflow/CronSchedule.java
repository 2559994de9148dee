// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import dev.fencepost.engine.internal.workflow.CronField.Kind;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a cron workflow runs, in the dialect of Temporal: five fields, {@code @hourly} and the like,
 * or {@code @every} with a duration in Go's notation, each after an optional {@code CRON_TZ=} zone;
 * UTC else. If both day fields are restricted, a day need satisfy only one of them.
 */
sealed interface CronSchedule {

  /**
   * Reads a schedule.
   *
   * @throws IllegalArgumentException if it isn't one
   */
  static CronSchedule parse(String text) {
    ZoneId zone = ZoneOffset.UTC;
    String rest = text.strip();
    if (rest.startsWith("CRON_TZ=") || rest.startsWith("TZ=")) {
      int blank = rest.indexOf(' ');
      if (blank < 0) {
        throw new IllegalArgumentException("cron schedule \"" + text + "\" has a zone only");
      }
      zone = zone(rest.substring(rest.indexOf('=') + 1, blank));
      rest = rest.substring(blank).strip();
    }
    if (rest.startsWith("@every ")) {
      return new Every(GoDuration.parse(rest.substring("@every ".length()).strip()));
    }
    String fields = Fields.SHORTHANDS.getOrDefault(rest.toLowerCase(Locale.ROOT), rest);
    String[] parts = fields.split("\\s+", -1);
    if (parts.length != 5) {
      throw new IllegalArgumentException(
          "cron schedule \"" + text + "\" has " + parts.length + " fields, not 5");
    }
    return new Fields(
        CronField.parse(parts[0], Kind.MINUTE),
        CronField.parse(parts[1], Kind.HOUR),
        CronField.parse(parts[2], Kind.DAY_OF_MONTH),
        CronField.parse(parts[3], Kind.MONTH),
        CronField.parse(parts[4], Kind.DAY_OF_WEEK),
        zone);
  }

  private static ZoneId zone(String name) {
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("cron schedule has an unknown zone \"" + name + "\"", e);
    }
  }

  /** The first time after the given one, or empty if there is none within five years. */
  Optional<Instant> next(Instant after);

  /**
   * How long a run that begins its wait now waits, in whole seconds. Times that passed while the
   * previous run was busy are left out.
   *
   * @param scheduled when the previous run was due
   * @param now when it closed
   */
  default Optional<Duration> backoff(Instant scheduled, Instant now) {
    Optional<Instant> next = next(scheduled);
    while (next.isPresent() && next.get().isBefore(now)) {
      next = next(next.get());
    }
    return next.map(
        time -> {
          Duration exact = Duration.between(now, time);
          return exact.getNano() == 0
              ? exact
              : Duration.ofSeconds(exact.getSeconds()).plusSeconds(1);
        });
  }

  /**
   * A constant distance.
   *
   * @param distance at least a second
   */
  record Every(Duration distance) implements CronSchedule {

    /** Cuts the distance to seconds. */
    public Every {
      distance = distance.truncatedTo(ChronoUnit.SECONDS);
      if (distance.isZero()) {
        distance = Duration.ofSeconds(1);
      }
    }

    @Override
    public Optional<Instant> next(Instant after) {
      return Optional.of(after.truncatedTo(ChronoUnit.SECONDS).plus(distance));
    }
  }

  /** Calendar fields. */
  record Fields(
      CronField minute,
      CronField hour,
      CronField dayOfMonth,
      CronField month,
      CronField dayOfWeek,
      ZoneId zone)
      implements CronSchedule {

    private static final int HORIZON_YEARS = 5;

    private static final Map<String, String> SHORTHANDS =
        Map.of(
            "@yearly", "0 0 1 1 *",
            "@annually", "0 0 1 1 *",
            "@monthly", "0 0 1 * *",
            "@weekly", "0 0 * * 0",
            "@daily", "0 0 * * *",
            "@midnight", "0 0 * * *",
            "@hourly", "0 * * * *");

    @Override
    public Optional<Instant> next(Instant after) {
      ZonedDateTime time = after.atZone(zone).truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
      ZonedDateTime horizon = time.plusYears(HORIZON_YEARS);
      while (time.isBefore(horizon)) {
        if (!month.admits(time.getMonthValue())) {
          time = time.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1).plusMonths(1);
        } else if (!admitsDay(time)) {
          time = time.truncatedTo(ChronoUnit.DAYS).plusDays(1);
        } else if (!hour.admits(time.getHour())) {
          time = time.truncatedTo(ChronoUnit.HOURS).plusHours(1);
        } else if (!minute.admits(time.getMinute())) {
          time = time.plusMinutes(1);
        } else {
          return Optional.of(time.toInstant());
        }
      }
      return Optional.empty();
    }

    private boolean admitsDay(ZonedDateTime time) {
      boolean byMonth = dayOfMonth.admits(time.getDayOfMonth());
      boolean byWeek = dayOfWeek.admits(time.getDayOfWeek().getValue() % 7);
      return (dayOfMonth.any() || dayOfWeek.any()) ? (byMonth && byWeek) : (byMonth || byWeek);
    }
  }

  /** Durations as Go writes them: {@code 1h30m}, {@code 5s}. */
  final class GoDuration {

    private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(h|ms|m|s)");
    private static final List<String> UNITS = List.of("ms", "s", "m", "h");
    private static final List<Long> MILLISECONDS = List.of(1L, 1_000L, 60_000L, 3_600_000L);

    private GoDuration() {}

    static Duration parse(String text) {
      Matcher matcher = PART.matcher(text);
      double milliseconds = 0;
      int end = 0;
      while (matcher.find() && matcher.start() == end) {
        milliseconds +=
            Double.parseDouble(matcher.group(1))
                * MILLISECONDS.get(UNITS.indexOf(matcher.group(2)));
        end = matcher.end();
      }
      if (end == 0 || end != text.length()) {
        throw new IllegalArgumentException("\"" + text + "\" is no duration");
      }
      return Duration.ofMillis((long) milliseconds);
    }
  }
}
