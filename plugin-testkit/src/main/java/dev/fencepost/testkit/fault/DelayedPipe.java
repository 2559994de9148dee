// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.fault;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * One direction of a connection: bytes go out in order, each the latency after it came in, so that
 * a latency costs time and not throughput.
 */
final class DelayedPipe {

  private record Delivery(ByteBuffer bytes, long dueNanos, Runnable afterwards) {}

  private final LinkedBlockingQueue<Delivery> queue = new LinkedBlockingQueue<>();
  private final OutputStream buffered;
  private final WritableByteChannel out;
  private final Supplier<Duration> latency;
  private final Valve ofProxy;
  private final Valve ofConnection;

  DelayedPipe(OutputStream out, Supplier<Duration> latency, Valve ofProxy, Valve ofConnection) {
    this.buffered = new BufferedOutputStream(out, 1 << 16);
    this.out = Channels.newChannel(buffered);
    this.latency = latency;
    this.ofProxy = ofProxy;
    this.ofConnection = ofConnection;
  }

  void deliver(byte[] bytes) {
    deliver(bytes, () -> {});
  }

  /** Delivers bytes and, once they have been sent, does something else. */
  void deliver(byte[] bytes, Runnable afterwards) {
    queue.add(
        new Delivery(
            ByteBuffer.wrap(bytes), System.nanoTime() + latency.get().toNanos(), afterwards));
  }

  /** Sends what is delivered, until it is interrupted or the other side is gone. */
  void run() throws IOException, InterruptedException {
    while (true) {
      Delivery next = queue.take();
      TimeUnit.NANOSECONDS.sleep(next.dueNanos() - System.nanoTime());
      ofProxy.awaitOpen();
      ofConnection.awaitOpen();
      out.write(next.bytes());
      if (queue.isEmpty()) {
        buffered.flush();
      }
      next.afterwards().run();
    }
  }
}
