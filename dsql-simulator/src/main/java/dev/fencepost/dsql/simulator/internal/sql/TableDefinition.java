// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.sql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** CREATE TABLE: the columns and constraints between its brackets. */
final class TableDefinition {

  private static final int MOST_COLUMNS = 256;

  private final Tokens tokens;
  private final Map<String, TypeName> types = new LinkedHashMap<>();
  private final List<List<String>> keys = new ArrayList<>();
  private final Edits edits;
  private boolean primaryKey;

  TableDefinition(Tokens tokens) {
    this.tokens = tokens;
    this.edits = new Edits(tokens);
  }

  /**
   * Reads a statement.
   *
   * @param table the index of the word TABLE
   */
  Statement read(int table) {
    String text = tokens.text();
    int at = table + 1;
    if (tokens.are(at, "if", "not", "exists")) {
      at += 3;
    }
    while (tokens.at(at).isName() && tokens.isSign(at + 1, ".")) {
      at += 2;
    }
    at++;
    if (tokens.are(at, "partition", "of")) {
      return Refusal.unsupported("PARTITION OF clause not supported").of(text);
    }
    if (!tokens.opens(at)) {
      return definition();
    }
    Range tail = new Range(tokens.next(at), tokens.size());
    if (tokens.find(tail, "partition") >= 0) {
      return Refusal.unsupported("PARTITION BY clause not supported").of(text);
    }
    if (tokens.find(tail, "inherits") >= 0) {
      return Refusal.unsupported("INHERITS clause not supported").of(text);
    }
    for (Range element : tokens.split(tokens.inside(at))) {
      Optional<Refusal> refusal = element(element);
      if (refusal.isPresent()) {
        return refusal.get().of(text);
      }
    }
    return size()
        .or(this::keyRefusal)
        .<Statement>map(refusal -> refusal.of(text))
        .orElseGet(this::definition);
  }

  private Statement definition() {
    return Definitions.of(tokens.text(), edits.text());
  }

  private Optional<Refusal> size() {
    if (types.size() <= MOST_COLUMNS) {
      return Optional.empty();
    }
    return Optional.of(
        new Refusal(
            "54011",
            primaryKey
                ? "cannot use more than 256 columns in an index"
                : "tables can have at most 255 columns"));
  }

  private Optional<Refusal> keyRefusal() {
    return keys.stream()
        .map(key -> Keyed.refusal(key, types))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<Refusal> element(Range element) {
    int at = element.from();
    if (tokens.is(at, "like")) {
      return Optional.empty();
    }
    if (tokens.isAny(at, "constraint", "primary", "unique", "check", "foreign", "exclude")) {
      return constraint(tokens.is(at, "constraint") ? at + 2 : at, element.to());
    }
    TypeName type = TypeName.read(tokens, at + 1);
    types.put(tokens.at(at).value(), type);
    Optional<Refusal> refusal = type.refusal();
    if (refusal.isPresent()) {
      return refusal;
    }
    if (type.isNumericWithoutPrecision()) {
      edits.append(type.last(), "(18,6)");
    }
    return columnConstraints(tokens.at(at).value(), type, new Range(type.end(), element.to()));
  }

  private Optional<Refusal> columnConstraints(String column, TypeName type, Range range) {
    for (int at = range.from(); at < range.to(); at = tokens.next(at)) {
      if (tokens.are(at, "primary", "key") || tokens.is(at, "unique")) {
        primaryKey |= tokens.is(at, "primary");
        keys.add(List.of(column));
      }
    }
    return Identity.refusal(tokens, range, type).or(() -> deferrable(range));
  }

  private Optional<Refusal> constraint(int at, int end) {
    if (tokens.is(at, "exclude")) {
      return Optional.of(Refusal.unsupported("EXCLUDE constraint not supported"));
    }
    boolean key = tokens.are(at, "primary", "key") || tokens.is(at, "unique");
    if (key) {
      primaryKey |= tokens.is(at, "primary");
      int open = at;
      while (open < end && !tokens.opens(open)) {
        open++;
      }
      if (open < end) {
        keys.add(
            tokens.split(tokens.inside(open)).stream()
                .map(column -> tokens.at(column.from()).value())
                .toList());
      }
    }
    return deferrable(new Range(at, end));
  }

  /** Only a foreign key may be checked late. */
  private Optional<Refusal> deferrable(Range range) {
    int word = tokens.find(range, "deferrable");
    boolean foreign = tokens.find(range, "references") >= 0 || tokens.find(range, "foreign") >= 0;
    return word >= 0 && !foreign && !tokens.is(word - 1, "not")
        ? Optional.of(Refusal.unsupported("DEFERRABLE constraint not supported"))
        : Optional.empty();
  }
}
