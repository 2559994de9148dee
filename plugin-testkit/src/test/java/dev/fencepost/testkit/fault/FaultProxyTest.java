// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.fault;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The proxy between a client and an echo server, each write of the client being a message. */
final class FaultProxyTest {

  private RecordingServer server;
  private FaultProxy proxy;
  private Socket client;

  @BeforeEach
  void connect() throws IOException {
    server = RecordingServer.echo();
    proxy = FaultProxy.start(server.address(), Framing.CHUNKS);
    client = new Socket(proxy.address().getAddress(), proxy.port());
    client.setSoTimeout(10_000);
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    proxy.close();
    server.close();
  }

  private void send(String text) throws IOException {
    client.getOutputStream().write(text.getBytes(ISO_8859_1));
  }

  private String receive(int length) throws IOException {
    byte[] bytes = new byte[length];
    new DataInputStream(client.getInputStream()).readFully(bytes);
    return new String(bytes, ISO_8859_1);
  }

  private void assertCut() {
    assertThatThrownBy(() -> receive(1)).isInstanceOfAny(EOFException.class, SocketException.class);
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
      Thread.sleep(1);
    }
  }

  @Test
  void withoutFaultsEverythingIsForwarded() throws IOException {
    String large = "0123456789".repeat(100_000);
    Thread unused =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    send(large);
                  } catch (IOException failed) {
                    throw new IllegalStateException(failed);
                  }
                });
    assertThat(receive(large.length())).isEqualTo(large);
    assertThat(proxy.connections()).isEqualTo(1);
  }

  @Test
  void cutBeforeForwarding_theServerNeverGetsTheMessage() throws Exception {
    ArmedFault fault =
        proxy.arm(Fault.CUT_BEFORE_FORWARDING, MessageCondition.containing("COMMIT"));
    send("first");
    assertThat(receive(5)).isEqualTo("first");
    assertThat(fault.struck()).isFalse();
    send("COMMIT");
    assertCut();
    assertThat(fault.awaitStrike(Duration.ofSeconds(10))).isTrue();
    await(() -> server.closedByClients() == 1);
    assertThat(server.received()).isEqualTo("first");
    await(() -> proxy.connections() == 0);
  }

  @Test
  void cutAfterForwarding_theServerGetsTheMessage() throws Exception {
    proxy.arm(Fault.CUT_AFTER_FORWARDING, MessageCondition.containing("COMMIT"));
    send("COMMIT");
    assertCut();
    await(() -> server.closedByClients() == 1);
    assertThat(server.received()).isEqualTo("COMMIT");
  }

  @Test
  void cutBeforeReply_theServerAnswersAndTheClientNeverHearsOfIt() throws Exception {
    proxy.arm(Fault.CUT_BEFORE_REPLY, MessageCondition.containing("COMMIT"));
    send("COMMIT");
    assertCut();
    assertThat(server.received()).isEqualTo("COMMIT");
  }

  @Test
  void blackHole_nothingIsForwardedAndNothingIsClosed() throws Exception {
    proxy.arm(Fault.BLACK_HOLE, MessageCondition.any().nth(2));
    send("first");
    assertThat(receive(5)).isEqualTo("first");
    send("second");
    client.setSoTimeout(200);
    assertThatThrownBy(() -> receive(1)).isInstanceOf(SocketTimeoutException.class);
    assertThat(server.received()).isEqualTo("first");
    assertThat(server.closedByClients()).isZero();
    assertThat(proxy.connections()).isEqualTo(1);
  }

  @Test
  void aFaultStrikesOnceAndOthersConnectionsGoOn() throws Exception {
    proxy.arm(Fault.CUT_BEFORE_FORWARDING, MessageCondition.any());
    send("lost");
    assertCut();
    client.close();
    client = new Socket(proxy.address().getAddress(), proxy.port());
    client.setSoTimeout(10_000);
    send("again");
    assertThat(receive(5)).isEqualTo("again");
  }

  @Test
  void disarmedFaultsDoNotStrike() throws Exception {
    ArmedFault fault = proxy.arm(Fault.CUT_BEFORE_FORWARDING, MessageCondition.any());
    proxy.disarm();
    send("kept");
    assertThat(receive(4)).isEqualTo("kept");
    assertThat(fault.struck()).isFalse();
  }

  @Test
  void frozenBytesArriveAfterTheThaw() throws Exception {
    proxy.freeze();
    send("frozen");
    client.setSoTimeout(200);
    assertThatThrownBy(() -> receive(6)).isInstanceOf(SocketTimeoutException.class);
    assertThat(server.received()).isEmpty();
    proxy.thaw();
    client.setSoTimeout(10_000);
    assertThat(receive(6)).isEqualTo("frozen");
  }

  @Test
  void latencyIsAddedInEachDirection() throws Exception {
    proxy.delay(Duration.ofMillis(30), Duration.ofMillis(20));
    long start = System.nanoTime();
    send("slow");
    assertThat(receive(4)).isEqualTo("slow");
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isGreaterThanOrEqualTo(Duration.ofMillis(50));
  }

  @Test
  void cutAllClosesEveryConnection() throws Exception {
    send("first");
    receive(5);
    proxy.cutAll();
    assertCut();
    await(() -> server.closedByClients() == 1);
  }

  @Test
  void aClosedProxyAcceptsNoMore() throws Exception {
    int port = proxy.port();
    proxy.close();
    assertCut();
    assertThatThrownBy(() -> new Socket(proxy.address().getAddress(), port).close())
        .isInstanceOf(IOException.class);
  }

  @Test
  void aServerThatIsGoneClosesTheClient() throws Exception {
    send("first");
    receive(5);
    server.close();
    assertCut();
  }
}
