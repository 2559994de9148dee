// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.bench.internal;

import java.util.List;

/** The value in the middle; the mean of both if there are two. */
final class Median {

  private Median() {}

  static double of(List<Double> values) {
    if (values.isEmpty()) {
      return Double.NaN;
    }
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
