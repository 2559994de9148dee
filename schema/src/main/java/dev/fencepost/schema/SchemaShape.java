// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.schema;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The tables of a schema with their columns and indexes, one line each: what the thing is, its
 * name, and what it must be like. Further tables and indexes are the operator's business; further
 * columns are not.
 */
final class SchemaShape {

  private static final String SEPARATOR = ": ";

  private final TreeMap<String, String> definitions = new TreeMap<>();

  SchemaShape(List<String> lines) {
    for (String line : lines) {
      int end = line.indexOf(SEPARATOR);
      definitions.put(line.substring(0, end), line.substring(end + SEPARATOR.length()));
    }
  }

  List<String> lines() {
    return definitions.entrySet().stream()
        .map(entry -> entry.getKey() + SEPARATOR + entry.getValue())
        .toList();
  }

  /** What is first found to differ in a database that should have this shape. */
  Optional<String> firstDifference(SchemaShape actual) {
    TreeSet<String> tables = new TreeSet<>();
    for (String name : definitions.keySet()) {
      String found = actual.definitions.get(name);
      if (found == null) {
        return Optional.of(name + " is missing");
      }
      if (!found.equals(definitions.get(name))) {
        return Optional.of(name + " is '" + found + "' instead of '" + definitions.get(name) + "'");
      }
      if (isColumn(name)) {
        tables.add(tableOf(name));
      }
    }
    return actual.definitions.keySet().stream()
        .filter(name -> isColumn(name) && tables.contains(tableOf(name)))
        .filter(name -> !definitions.containsKey(name))
        .findFirst()
        .map(name -> name + " should not be there");
  }

  /** The first of this shape's tables that the database has, beside those that don't matter. */
  Optional<String> firstCommonTable(SchemaShape actual, Set<String> ignored) {
    return actual.definitions.keySet().stream()
        .filter(name -> isColumn(name) && definitions.containsKey(name))
        .map(SchemaShape::tableOf)
        .filter(table -> !ignored.contains(table))
        .findFirst();
  }

  private static boolean isColumn(String name) {
    return name.startsWith("column ");
  }

  private static String tableOf(String column) {
    return column.substring("column ".length(), column.indexOf('.'));
  }
}
