// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.sql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A statement's text with the positions of its named parameters. Immutable. */
public final class Sql {

  private static final int[] NOWHERE = {};

  private final String text;
  private final Map<String, int[]> positions;
  private final Set<String> elsewhere;

  /**
   * A statement.
   *
   * @param text its text
   * @param parameters the names of its parameters in the order they stand
   * @param elsewhere the names of parameters that only other statements of the same write have
   */
  Sql(String text, List<String> parameters, Set<String> elsewhere) {
    this.text = text;
    this.elsewhere = Set.copyOf(elsewhere);
    Map<String, List<Integer>> found = new HashMap<>();
    for (int index = 0; index < parameters.size(); index++) {
      found.computeIfAbsent(parameters.get(index), name -> new ArrayList<>()).add(index + 1);
    }
    this.positions = new HashMap<>();
    found.forEach(
        (name, list) -> positions.put(name, list.stream().mapToInt(Integer::intValue).toArray()));
  }

  /** The text as the driver gets it. */
  public String text() {
    return text;
  }

  /** Where a parameter stands; the first position is 1. */
  int[] positions(String parameter) {
    int[] found = positions.get(parameter);
    if (found == null) {
      if (elsewhere.contains(parameter)) {
        return NOWHERE;
      }
      throw new IllegalArgumentException("the statement has no parameter " + parameter);
    }
    return found;
  }

  /** Whether the statement has a parameter. */
  public boolean takes(String parameter) {
    return positions.containsKey(parameter);
  }

  /** The names of the parameters. */
  public List<String> parameters() {
    return positions.keySet().stream().sorted().toList();
  }

  @Override
  public String toString() {
    return text;
  }
}
