// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has to be stopped, last started first. One that fails to stop does not keep the others. */
final class StartedParts implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StartedParts.class);

  private final Deque<Runnable> steps = new ArrayDeque<>();

  /** Remembers how to stop a part. */
  <P> P add(P part, Consumer<? super P> stop) {
    steps.push(() -> stop.accept(part));
    return part;
  }

  @Override
  public void close() {
    while (!steps.isEmpty()) {
      try {
        steps.pop().run();
      } catch (RuntimeException failure) {
        LOG.warn("a part of the engine did not stop in good order", failure);
      }
    }
  }
}
