// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.bench.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class RoundTripCounterTest {

  @Test
  void waitingForAnAnswerAfterSendingIsOneRoundTripHoweverItIsWrittenAndRead() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket client = new RoundTripCounter("0").createSocket()) {
      client.connect(server.getLocalSocketAddress());
      try (Socket peer = server.accept()) {
        long before = RoundTripCounter.total();

        client.getOutputStream().write(1);
        client.getOutputStream().write(new byte[] {2, 3});
        peer.getOutputStream().write(new byte[] {4, 5});
        assertThat(client.getInputStream().read()).isEqualTo(4);
        assertThat(client.getInputStream().read()).isEqualTo(5);
        assertThat(RoundTripCounter.total() - before).isEqualTo(1);

        client.getOutputStream().write(6);
        peer.getOutputStream().write(7);
        assertThat(client.getInputStream().read(new byte[8])).isEqualTo(1);
        assertThat(RoundTripCounter.total() - before).isEqualTo(2);
      }
    }
  }

  @Test
  void eachRoundTripIsMadeLongerOnce() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket client = new RoundTripCounter("100").createSocket()) {
      client.connect(server.getLocalSocketAddress());
      try (Socket peer = server.accept()) {
        assertThat(millisToWrite(client)).isGreaterThanOrEqualTo(100);
        assertThat(millisToWrite(client)).isLessThan(100);
        peer.getOutputStream().write(1);
        assertThat(client.getInputStream().read()).isEqualTo(1);
        assertThat(millisToWrite(client)).isGreaterThanOrEqualTo(100);
      }
    }
  }

  private static long millisToWrite(Socket client) throws IOException {
    long begin = System.nanoTime();
    client.getOutputStream().write(1);
    return Duration.ofNanos(System.nanoTime() - begin).toMillis();
  }
}
