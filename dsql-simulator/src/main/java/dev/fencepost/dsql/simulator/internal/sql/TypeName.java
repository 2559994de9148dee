// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.sql;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The type of a column as it is declared.
 *
 * @param name PostgreSQL's canonical name, without modifiers
 * @param modifiers what stands in brackets behind it
 * @param array whether it is an array of that type
 * @param last the index of the last token of the name, before modifiers
 * @param end the index after it
 */
record TypeName(String name, List<Integer> modifiers, boolean array, int last, int end) {

  private static final int LONGEST_CHAR = 4_096;
  private static final int LONGEST_VARCHAR = 65_535;
  private static final int UNKNOWN_SIZE = 0;

  private static final Map<String, String> CANONICAL =
      Map.ofEntries(
          Map.entry("int", "integer"),
          Map.entry("int4", "integer"),
          Map.entry("int2", "smallint"),
          Map.entry("int8", "bigint"),
          Map.entry("float4", "real"),
          Map.entry("float8", "double precision"),
          Map.entry("float", "double precision"),
          Map.entry("bool", "boolean"),
          Map.entry("dec", "numeric"),
          Map.entry("decimal", "numeric"),
          Map.entry("char", "character"),
          Map.entry("bpchar", "character"),
          Map.entry("nchar", "character"),
          Map.entry("varchar", "character varying"),
          Map.entry("varbit", "bit varying"),
          Map.entry("timestamptz", "timestamp with time zone"),
          Map.entry("timestamp", "timestamp without time zone"),
          Map.entry("timetz", "time with time zone"),
          Map.entry("time", "time without time zone"));

  private static final Set<String> SERIALS =
      Set.of("serial", "serial2", "serial4", "serial8", "bigserial", "smallserial");

  private static final Set<String> UNSUPPORTED =
      Set.of(
          "money",
          "xml",
          "inet",
          "cidr",
          "macaddr",
          "macaddr8",
          "point",
          "line",
          "lseg",
          "box",
          "path",
          "polygon",
          "circle",
          "tsvector",
          "tsquery",
          "int4range",
          "int8range",
          "numrange",
          "tsrange",
          "tstzrange",
          "daterange",
          "int4multirange",
          "int8multirange",
          "nummultirange",
          "tsmultirange",
          "tstzmultirange",
          "datemultirange",
          "bit",
          "bit varying",
          "pg_lsn",
          "pg_snapshot",
          "txid_snapshot",
          "jsonpath",
          "oid",
          "regclass",
          "regproc",
          "regprocedure",
          "regoper",
          "regoperator",
          "regtype",
          "regrole",
          "regnamespace",
          "regconfig",
          "regdictionary",
          "name",
          "tid",
          "xid",
          "xid8",
          "cid",
          "oidvector",
          "int2vector",
          "aclitem",
          "refcursor");

  private static final Set<String> NO_KEY =
      Set.of("time with time zone", "interval", "bytea", "json", "jsonb");

  private static final Map<String, Integer> SIZES =
      Map.of(
          "smallint",
          2,
          "integer",
          4,
          "bigint",
          8,
          "real",
          4,
          "double precision",
          8,
          "uuid",
          16,
          "date",
          4,
          "boolean",
          1);

  /** Reads the type that begins at an index. */
  static TypeName read(Tokens tokens, int start) {
    int at = start;
    if (tokens.is(at, "setof")) {
      at++;
    }
    while (tokens.at(at).isName() && tokens.isSign(at + 1, ".")) {
      at += 2;
    }
    String word = tokens.at(at).value();
    boolean quoted = tokens.at(at).kind() == Token.Kind.QUOTED_NAME;
    int last = at;
    if (!quoted) {
      if (word.equals("double") && tokens.is(at + 1, "precision")) {
        word = "double precision";
        last = at + 1;
      } else if (word.equals("national")) {
        word = "character";
        last = at + 1;
      }
      if (tokens.is(last + 1, "varying")) {
        word = word.equals("bit") ? "bit varying" : "character varying";
        last++;
      }
    }
    List<Integer> modifiers = List.of();
    int end = last + 1;
    if (tokens.opens(end) && tokens.isSign(end, "(")) {
      modifiers = modifiers(tokens, tokens.inside(end));
      end = tokens.next(end);
    }
    if (!quoted && (word.equals("time") || word.equals("timestamp"))) {
      if (tokens.are(end, "with", "time", "zone")) {
        word = word + " with time zone";
        end += 3;
      } else if (tokens.are(end, "without", "time", "zone")) {
        end += 3;
      }
    }
    if (word.equals("interval")) {
      while (tokens.isAny(end, "year", "month", "day", "hour", "minute", "second", "to")) {
        end++;
      }
      end = tokens.isSign(end, "(") ? tokens.next(end) : end;
    }
    boolean array = false;
    while (tokens.isSign(end, "[") || tokens.is(end, "array")) {
      array = true;
      end = tokens.next(end);
    }
    if ((word.startsWith("_") && CANONICAL.containsKey(word.substring(1)))
        || word.equals("_text")
        || word.equals("_uuid")) {
      word = word.substring(1);
      array = true;
    }
    if (word.equals("float") && !modifiers.isEmpty()) {
      word = modifiers.getFirst() <= 24 ? "real" : "double precision";
    }
    String name = quoted && word.equals("char") ? "\"char\"" : CANONICAL.getOrDefault(word, word);
    return new TypeName(name, modifiers, array, last, end);
  }

  private static List<Integer> modifiers(Tokens tokens, Range range) {
    return tokens.split(range).stream()
        .map(part -> tokens.at(part.from()))
        .filter(token -> token.kind() == Token.Kind.NUMBER && token.value().matches("[0-9]{1,9}"))
        .map(token -> Integer.parseInt(token.value()))
        .toList();
  }

  /** Why no column may have it. */
  Optional<Refusal> refusal() {
    if (SERIALS.contains(name)) {
      return Optional.of(new Refusal("42704", "type \"" + name + "\" does not exist"));
    }
    if (array) {
      return Optional.of(notSupported());
    }
    if (UNSUPPORTED.contains(name)) {
      return Optional.of(notSupported());
    }
    int size = modifiers.isEmpty() ? UNKNOWN_SIZE : modifiers.getFirst();
    if (name.equals("character") && size > LONGEST_CHAR) {
      return Optional.of(tooLong(LONGEST_CHAR, "char"));
    }
    if (name.equals("character varying") && size > LONGEST_VARCHAR) {
      return Optional.of(tooLong(LONGEST_VARCHAR, "varchar"));
    }
    return Optional.empty();
  }

  /** Why no key may have it. */
  Optional<Refusal> keyRefusal() {
    return NO_KEY.contains(name)
        ? Optional.of(Refusal.unsupported("datatype " + name + " is not supported in a key"))
        : Optional.empty();
  }

  /** How many bytes a value has at least that the declaration allows; 0 if it says nothing. */
  int declaredBytes() {
    if (name.equals("character") || name.equals("character varying")) {
      return modifiers.isEmpty() ? UNKNOWN_SIZE : modifiers.getFirst();
    }
    return SIZES.getOrDefault(name, UNKNOWN_SIZE);
  }

  boolean isNumericWithoutPrecision() {
    return name.equals("numeric") && modifiers.isEmpty() && !array;
  }

  Refusal notSupported() {
    return Refusal.unsupported("datatype " + name + (array ? "[]" : "") + " not supported");
  }

  private static Refusal tooLong(int limit, String type) {
    return new Refusal(
        "54000", "Datatype limit greater than " + limit + " bytes not supported for " + type);
  }
}
