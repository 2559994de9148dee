// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.sql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A statement's text with the positions of its named parameters. Immutable. */
public final class Sql {

  private final String text;
  private final Map<String, int[]> positions;

  Sql(String text, List<String> parameters) {
    this.text = text;
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
      throw new IllegalArgumentException("the statement has no parameter " + parameter);
    }
    return found;
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
