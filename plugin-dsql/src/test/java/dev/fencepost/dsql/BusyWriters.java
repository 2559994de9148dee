// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql;

import dev.fencepost.spi.error.OwnershipLost;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;

/** Threads that go on writing, whatever they are told, until they are closed. */
final class BusyWriters implements AutoCloseable {

  static final int COUNT = 16;

  private final AtomicBoolean stopped = new AtomicBoolean();
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** Starts them; each passes its number to the write. */
  BusyWriters(IntConsumer write) {
    for (int number = 0; number < COUNT; number++) {
      int writer = number;
      threads.execute(
          () -> {
            while (!stopped.get()) {
              try {
                write.accept(writer);
                written.incrementAndGet();
              } catch (OwnershipLost lost) {
                refused.incrementAndGet();
              }
            }
          });
    }
  }

  long written() {
    return written.get();
  }

  long refused() {
    return refused.get();
  }

  @Override
  public void close() {
    stopped.set(true);
    threads.close();
  }
}
