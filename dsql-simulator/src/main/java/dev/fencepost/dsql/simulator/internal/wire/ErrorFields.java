// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.wire;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The fields of an error or a notice, by the letters the protocol gives them. */
public final class ErrorFields {

  private static final char SEVERITY = 'S';
  private static final char SEVERITY_UNTRANSLATED = 'V';
  private static final char SQL_STATE = 'C';
  private static final char MESSAGE = 'M';
  private static final char DETAIL = 'D';
  private static final char HINT = 'H';

  private final Map<Character, String> fields;

  private ErrorFields(Map<Character, String> fields) {
    this.fields = fields;
  }

  /** An error that ends a statement. */
  public static ErrorFields error(String sqlState, String message) {
    return of("ERROR", sqlState, message);
  }

  /** An error that ends the connection. */
  public static ErrorFields fatal(String sqlState, String message) {
    return of("FATAL", sqlState, message);
  }

  /** A warning. */
  public static ErrorFields warning(String sqlState, String message) {
    return of("WARNING", sqlState, message);
  }

  private static ErrorFields of(String severity, String sqlState, String message) {
    Map<Character, String> fields = new LinkedHashMap<>();
    fields.put(SEVERITY, severity);
    fields.put(SEVERITY_UNTRANSLATED, severity);
    fields.put(SQL_STATE, sqlState);
    fields.put(MESSAGE, message);
    return new ErrorFields(fields);
  }

  /** Reads the body of a message. */
  public static ErrorFields read(Message message) {
    Map<Character, String> fields = new LinkedHashMap<>();
    BodyReader reader = message.reader();
    char letter = reader.letter();
    while (letter != 0) {
      fields.put(letter, reader.string());
      letter = reader.letter();
    }
    return new ErrorFields(fields);
  }

  /** The same with a detail. */
  public ErrorFields withDetail(String detail) {
    return with(DETAIL, detail);
  }

  /** The same with a hint. */
  public ErrorFields withHint(String hint) {
    return with(HINT, hint);
  }

  private ErrorFields with(char letter, String value) {
    Map<Character, String> more = new LinkedHashMap<>(fields);
    more.put(letter, value);
    return new ErrorFields(more);
  }

  /** The SQLSTATE. */
  public String sqlState() {
    return field(SQL_STATE).orElse("XX000");
  }

  /** The primary message. */
  public String message() {
    return field(MESSAGE).orElse("");
  }

  /** The detail. */
  public Optional<String> detail() {
    return field(DETAIL);
  }

  /** The schema the error is about. */
  public Optional<String> schema() {
    return field('s');
  }

  /** The table the error is about. */
  public Optional<String> table() {
    return field('t');
  }

  /** The constraint the error is about. */
  public Optional<String> constraint() {
    return field('n');
  }

  private Optional<String> field(char letter) {
    return Optional.ofNullable(fields.get(letter));
  }

  /** Adds the fields as a message of a type: {@code E} for an error, {@code N} for a notice. */
  public void addTo(MessageWriter writer, char type) {
    writer.begin(type);
    fields.forEach((letter, value) -> writer.letter(letter).string(value));
    writer.letter('\0').end();
  }

  /** The fields as a message that is no error. */
  public Message asNotice() {
    MessageWriter body = new MessageWriter();
    fields.forEach((letter, value) -> body.letter(letter).string(value));
    body.letter('\0');
    return new Message('N', body.toBytes());
  }

  @Override
  public String toString() {
    return sqlState() + " " + message();
  }
}
