// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.property;

import dev.fencepost.spi.Persistence;
import dev.fencepost.testkit.property.FenceScene.Sight;
import dev.fencepost.testkit.property.FenceScene.WriteResult;
import java.util.List;

/**
 * A write, a take-over and a write of the taker, one after the other: what they show that does not
 * depend on ids.
 *
 * @param written how the owner's write returned
 * @param seen what the taker saw
 * @param marks what was there in the end
 * @param versions by how much the taker's write has raised the record version
 * @param started whether the workflow has a run
 */
record PlayedRound(
    WriteResult written, List<String> seen, List<String> marks, long versions, boolean started) {

  /** Plays a round of a new scene while failures strike. */
  static PlayedRound play(
      FencedOperation operation, Persistence stores, Runnable begin, Runnable end) {
    FenceScene scene = FenceScene.create(operation, stores);
    scene.begin();
    begin.run();
    WriteResult written;
    Sight seen;
    try {
      written = scene.write(0);
      seen = scene.takeOver();
    } finally {
      end.run();
    }
    Sight last = scene.look();
    return new PlayedRound(
        written,
        seen.marks(),
        last.marks(),
        last.recordVersion() - seen.recordVersion(),
        last.currentRun().isPresent());
  }
}
