// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the proxy understands of the PostgreSQL protocol. */
final class PostgresFramingTest {

  private static final int TLS_REQUEST = 80_877_103;
  private static final int VERSION_3 = 196_608;

  /** What a client sends. */
  private static final class Session {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);

    Session startUp(int code) throws IOException {
      out.writeInt(8);
      out.writeInt(code);
      return this;
    }

    Session message(char type, String... texts) throws IOException {
      String body = String.join("\0", texts) + (texts.length == 0 ? "" : "\0");
      byte[] encoded = body.getBytes(UTF_8);
      out.writeByte(type);
      out.writeInt(4 + encoded.length);
      out.write(encoded);
      return this;
    }

    byte[] bytes() {
      return bytes.toByteArray();
    }

    FrontendReader reader() {
      return new FrontendReader(new ByteArrayInputStream(bytes()), Framing.POSTGRES);
    }
  }

  @Test
  void messagesAreFoundFromTheStartUpOn() throws IOException {
    Session session =
        new Session()
            .startUp(TLS_REQUEST)
            .startUp(VERSION_3)
            .message('Q', "BEGIN")
            .message('P', "S_1", "UPDATE a")
            .message('S');
    FrontendReader reader = session.reader();
    ByteArrayOutputStream forwarded = new ByteArrayOutputStream();
    StringBuilder types = new StringBuilder();
    for (int i = 0; i < 5; i++) {
      FrontendMessage message = reader.next();
      types.append(message.type());
      forwarded.write(message.bytes());
    }
    assertThat(types.toString()).isEqualTo("--QPS");
    assertThat(forwarded.toByteArray()).isEqualTo(session.bytes());
  }

  @Test
  void aBindIsKnownByTheStatementThatWasPreparedBefore() throws IOException {
    FrontendReader reader =
        new Session()
            .startUp(VERSION_3)
            .message('P', "S_1", "COMMIT")
            .message('B', "", "S_1")
            .message('B', "", "S_2")
            .reader();
    reader.next();
    MessageCondition commits = MessageCondition.executing("commit");
    assertThat(commits.matches(reader.next())).isFalse();
    assertThat(commits.matches(reader.next())).isTrue();
    assertThat(commits.matches(reader.next())).isFalse();
  }

  @Test
  void theServersReadinessIsFoundAcrossReads() {
    ReadyForQuery ready = new ReadyForQuery();
    assertThat(ready.seenAfter("CZZ".getBytes(UTF_8))).isFalse();
    assertThat(ready.seenAfter(new byte[] {0, 0, 0})).isFalse();
    assertThat(ready.seenAfter(new byte[] {5})).isFalse();
    assertThat(ready.seenAfter("I".getBytes(UTF_8))).isTrue();
  }

  @Test
  void cutBeforeReply_waitsUntilTheServerIsReady() throws Exception {
    byte[] done = {'C', 0, 0, 0, 4};
    byte[] ready = {'Z', 0, 0, 0, 5, 'I'};
    try (RecordingServer server =
            new RecordingServer(chunk -> chunk[chunk.length - 5] == 'S' ? ready : done);
        FaultProxy proxy = FaultProxy.start(server.address(), Framing.POSTGRES);
        Socket client = new Socket(proxy.address().getAddress(), proxy.port())) {
      client.setSoTimeout(10_000);
      DataInputStream in = new DataInputStream(client.getInputStream());
      ArmedFault fault =
          proxy.arm(Fault.CUT_BEFORE_REPLY, MessageCondition.executing("COMMIT").nth(2));
      client
          .getOutputStream()
          .write(new Session().startUp(VERSION_3).message('Q', "COMMIT").bytes());
      assertThat(in.readByte()).isEqualTo((byte) 'C');
      in.readFully(new byte[4]);
      client.getOutputStream().write(new Session().message('Q', "COMMIT").bytes());
      assertThat(fault.awaitStrike(Duration.ofSeconds(10))).isTrue();
      client.getOutputStream().write(new Session().message('S').bytes());
      int received = 0;
      try {
        while (in.read() >= 0) {
          received++;
        }
      } catch (IOException cut) {
        assertThat(cut).isNotNull();
      }
      assertThat(received).isLessThanOrEqualTo(5);
      assertThat(server.received()).endsWith("S\0\0\0\4");
    }
  }
}
