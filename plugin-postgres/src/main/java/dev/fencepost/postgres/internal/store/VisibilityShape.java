// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.store;

import dev.fencepost.spi.visibility.VisibilityFilter;
import java.util.ArrayList;
import java.util.List;

/**
 * Which parts of a filter are present. Each shape has statements of its own, so that the plan of
 * each can use the index that fits.
 *
 * @param workflowId whether the workflow id is asked for
 * @param runId whether the run is
 * @param workflowType whether the workflow type is
 * @param statuses whether statuses are
 * @param startTime whether a range of start times is
 * @param closeTime whether a range of close times is
 */
record VisibilityShape(
    boolean workflowId,
    boolean runId,
    boolean workflowType,
    boolean statuses,
    boolean startTime,
    boolean closeTime) {

  private static final int SHAPES = 1 << 6;

  static VisibilityShape of(VisibilityFilter filter) {
    return new VisibilityShape(
        filter.workflowId().isPresent(),
        filter.runId().isPresent(),
        filter.workflowType().isPresent(),
        !filter.statuses().isEmpty(),
        filter.startTime().isPresent(),
        filter.closeTime().isPresent());
  }

  static List<VisibilityShape> all() {
    List<VisibilityShape> shapes = new ArrayList<>();
    for (int bits = 0; bits < SHAPES; bits++) {
      shapes.add(
          new VisibilityShape(
              (bits & 1) != 0,
              (bits & 2) != 0,
              (bits & 4) != 0,
              (bits & 8) != 0,
              (bits & 16) != 0,
              (bits & 32) != 0));
    }
    return shapes;
  }
}
