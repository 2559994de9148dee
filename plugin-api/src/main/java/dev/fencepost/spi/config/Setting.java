// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.config;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * One key of a configuration: its name, type, default and meaning. The reference in the manual is
 * made from settings, so what they say is what users read.
 *
 * @param key the key, relative to its section, in lower case with dashes; dots separate sections
 * @param type the type for people, with its unit or range
 * @param defaultText the default as a user would write it, or empty if the key is required
 * @param description what it does, one sentence
 * @param parser from text to value; throws {@link IllegalArgumentException} with what is allowed
 * @param <T> the type of the value
 */
public record Setting<T>(
    String key,
    String type,
    Optional<String> defaultText,
    String description,
    Function<String, T> parser) {

  /** Checks that nothing is missing. */
  public Setting {
    requireNonNull(key, "key is null");
    requireNonNull(type, "type is null");
    requireNonNull(defaultText, "defaultText is null");
    requireNonNull(description, "description is null");
    requireNonNull(parser, "parser is null");
  }

  /** A text that must be given. */
  public static Setting<String> requiredText(String key, String description) {
    return new Setting<>(key, "text", Optional.empty(), description, text -> text);
  }

  /** A text with a default. */
  public static Setting<String> text(String key, String defaultText, String description) {
    return new Setting<>(key, "text", Optional.of(defaultText), description, text -> text);
  }

  /** A whole number within bounds, both included. */
  public static Setting<Integer> integer(
      String key, int minimum, int maximum, int defaultValue, String description) {
    return new Setting<>(
        key,
        "whole number, " + minimum + " to " + maximum,
        Optional.of(Integer.toString(defaultValue)),
        description,
        text -> parseInteger(text, minimum, maximum));
  }

  /** A duration within bounds, both included, written as {@code 250ms}, {@code 10s}, {@code 5m}. */
  public static Setting<Duration> duration(
      String key, Duration minimum, Duration maximum, Duration defaultValue, String description) {
    return new Setting<>(
        key,
        "duration, " + DurationText.format(minimum) + " to " + DurationText.format(maximum),
        Optional.of(DurationText.format(defaultValue)),
        description,
        text -> parseDuration(text, minimum, maximum));
  }

  /** One of the constants of an enum, written in lower case with dashes. */
  public static <E extends Enum<E>> Setting<E> choice(
      String key, Class<E> choices, E defaultValue, String description) {
    String allowed =
        String.join(
            ", ", Arrays.stream(choices.getEnumConstants()).map(Setting::constantText).toList());
    return new Setting<>(
        key,
        "one of " + allowed,
        Optional.of(constantText(defaultValue)),
        description,
        text ->
            Arrays.stream(choices.getEnumConstants())
                .filter(constant -> constantText(constant).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("one of " + allowed)));
  }

  private static String constantText(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static int parseInteger(String text, int minimum, int maximum) {
    try {
      int value = Integer.parseInt(text.strip());
      if (value >= minimum && value <= maximum) {
        return value;
      }
    } catch (NumberFormatException notANumber) {
      throw new IllegalArgumentException(
          "a whole number from " + minimum + " to " + maximum, notANumber);
    }
    throw new IllegalArgumentException("a whole number from " + minimum + " to " + maximum);
  }

  private static Duration parseDuration(String text, Duration minimum, Duration maximum) {
    Duration value = DurationText.parse(text);
    if (value.compareTo(minimum) < 0 || value.compareTo(maximum) > 0) {
      throw new IllegalArgumentException(
          "a duration from "
              + DurationText.format(minimum)
              + " to "
              + DurationText.format(maximum));
    }
    return value;
  }
}
