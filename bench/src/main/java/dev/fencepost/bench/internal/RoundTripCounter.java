// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.bench.internal;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import javax.net.SocketFactory;

/**
 * Counts round trips where nobody can cheat, on the wire: each time a connection waits for an
 * answer after having sent something. It also makes them longer, as a network would, by holding
 * back what begins one. The driver makes one by its class name and opens every connection through
 * it.
 */
public final class RoundTripCounter extends SocketFactory {

  private static final LongAdder TRIPS = new LongAdder();

  private final Duration added;

  /**
   * Called by the driver.
   *
   * @param addedMillis how many milliseconds longer a round trip takes
   */
  public RoundTripCounter(String addedMillis) {
    this.added = Duration.ofMillis(Long.parseLong(addedMillis));
  }

  /** How many round trips all connections of this process have made so far. */
  static long total() {
    return TRIPS.sum();
  }

  @Override
  public Socket createSocket() {
    return new CountingSocket(added);
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    throw new IOException("the driver connects its sockets itself");
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    throw new IOException("the driver connects its sockets itself");
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    throw new IOException("the driver connects its sockets itself");
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    throw new IOException("the driver connects its sockets itself");
  }

  private static final class CountingSocket extends Socket {

    private final Duration added;
    private volatile boolean sent;

    CountingSocket(Duration added) {
      this.added = added;
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
      OutputStream stream = super.getOutputStream();
      return new OutputStream() {
        @Override
        public void write(int value) throws IOException {
          beginTrip();
          stream.write(value);
        }

        @Override
        public void write(byte[] data, int offset, int length) throws IOException {
          beginTrip();
          stream.write(data, offset, length);
        }

        @Override
        public void flush() throws IOException {
          stream.flush();
        }
      };
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return new FilterInputStream(super.getInputStream()) {
        @Override
        public int read() throws IOException {
          countTrip();
          return super.read();
        }

        @Override
        public int read(byte[] data, int offset, int length) throws IOException {
          countTrip();
          return super.read(data, offset, length);
        }
      };
    }

    private void beginTrip() {
      if (!sent) {
        sent = true;
        long end = System.nanoTime() + added.toNanos();
        for (long left = added.toNanos(); left > 0; left = end - System.nanoTime()) {
          LockSupport.parkNanos(left);
        }
      }
    }

    private void countTrip() {
      if (sent) {
        sent = false;
        TRIPS.increment();
      }
    }
  }
}
