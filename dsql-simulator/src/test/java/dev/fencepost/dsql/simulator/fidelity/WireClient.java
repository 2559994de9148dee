// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.fidelity;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A client that speaks the protocol itself, with values as text, and keeps what it is told. */
final class WireClient implements AutoCloseable {

  private static final byte[] LOCALHOST = {127, 0, 0, 1};
  private static final int PROTOCOL_3 = 196_608;

  private final Socket socket;
  private final DataInputStream input;
  private final DataOutputStream output;

  WireClient(int port) throws IOException {
    socket = new Socket(InetAddress.getByAddress(LOCALHOST), port);
    socket.setTcpNoDelay(true);
    input = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    output = new DataOutputStream(socket.getOutputStream());
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    DataOutputStream startup = new DataOutputStream(body);
    startup.writeInt(PROTOCOL_3);
    text(startup, "user");
    text(startup, "admin");
    text(startup, "database");
    text(startup, "postgres");
    startup.write(0);
    output.writeInt(body.size() + 4);
    output.write(body.toByteArray());
    output.flush();
    ByteArrayOutputStream password = new ByteArrayOutputStream();
    text(new DataOutputStream(password), "any");
    boolean ready = false;
    while (!ready) {
      int type = input.readUnsignedByte();
      byte[] message = body();
      if (type == 'R' && message[3] == 3) {
        send('p', password);
        output.flush();
      } else if (type == 'E') {
        throw new IOException("refused: " + field(message, 'M'));
      }
      ready = type == 'Z';
    }
  }

  /** Executes a text, of one or of several statements. */
  List<Outcome> simple(String sql) throws IOException {
    ByteArrayOutputStream query = new ByteArrayOutputStream();
    text(new DataOutputStream(query), sql);
    send('Q', query);
    output.flush();
    return answers();
  }

  /** Parses, binds and executes a statement. */
  Outcome extended(String sql, List<String> parameters) throws IOException {
    ByteArrayOutputStream parse = new ByteArrayOutputStream();
    DataOutputStream data = new DataOutputStream(parse);
    text(data, "");
    text(data, sql);
    data.writeShort(0);
    send('P', parse);
    ByteArrayOutputStream bind = new ByteArrayOutputStream();
    data = new DataOutputStream(bind);
    text(data, "");
    text(data, "");
    data.writeShort(0);
    data.writeShort(parameters.size());
    for (String parameter : parameters) {
      byte[] value = parameter.getBytes(StandardCharsets.UTF_8);
      data.writeInt(value.length);
      data.write(value);
    }
    data.writeShort(0);
    send('B', bind);
    ByteArrayOutputStream describe = new ByteArrayOutputStream();
    describe.write('P');
    describe.write(0);
    send('D', describe);
    ByteArrayOutputStream execute = new ByteArrayOutputStream();
    data = new DataOutputStream(execute);
    text(data, "");
    data.writeInt(0);
    send('E', execute);
    send('S', new ByteArrayOutputStream());
    output.flush();
    List<Outcome> answers = answers();
    return answers.isEmpty() ? success(null, List.of(), List.of()) : answers.getLast();
  }

  private List<Outcome> answers() throws IOException {
    List<Outcome> outcomes = new ArrayList<>();
    List<String> columns = new ArrayList<>();
    List<Integer> types = new ArrayList<>();
    List<List<Outcome.Value>> rows = new ArrayList<>();
    while (true) {
      int type = input.readUnsignedByte();
      byte[] message = body();
      switch (type) {
        case 'T' -> {
          columns = new ArrayList<>();
          types = new ArrayList<>();
          describe(message, columns, types);
        }
        case 'D' -> rows.add(row(message, types));
        case 'C' -> {
          outcomes.add(success(string(message, 0), columns, rows));
          columns = new ArrayList<>();
          rows = new ArrayList<>();
        }
        case 'E' ->
            outcomes.add(
                new Outcome(
                    Optional.empty(),
                    List.of(),
                    List.of(),
                    Optional.of(field(message, 'C')),
                    Optional.of(field(message, 'M'))));
        case 'Z' -> {
          return outcomes;
        }
        default -> {}
      }
    }
  }

  private static Outcome success(
      @Nullable String tag, List<String> columns, List<List<Outcome.Value>> rows) {
    return new Outcome(Optional.ofNullable(tag), columns, rows, Optional.empty(), Optional.empty());
  }

  private static void describe(byte[] message, List<String> columns, List<Integer> types) {
    int at = 2;
    int count = short16(message, 0);
    for (int column = 0; column < count; column++) {
      String name = string(message, at);
      columns.add(name);
      at += name.getBytes(StandardCharsets.UTF_8).length + 1 + 6;
      types.add(int32(message, at));
      at += 12;
    }
  }

  private static List<Outcome.Value> row(byte[] message, List<Integer> types) {
    List<Outcome.Value> row = new ArrayList<>();
    int at = 2;
    for (int column = 0; column < short16(message, 0); column++) {
      int length = int32(message, at);
      at += 4;
      int type = types.get(column);
      if (length < 0) {
        row.add(new Outcome.Value("NULL", type));
      } else {
        row.add(new Outcome.Value(new String(message, at, length, StandardCharsets.UTF_8), type));
        at += length;
      }
    }
    return row;
  }

  private void send(char type, ByteArrayOutputStream body) throws IOException {
    output.writeByte(type);
    output.writeInt(body.size() + 4);
    output.write(body.toByteArray());
  }

  private byte[] body() throws IOException {
    return input.readNBytes(input.readInt() - 4);
  }

  private static void text(DataOutputStream data, String text) throws IOException {
    data.write(text.getBytes(StandardCharsets.UTF_8));
    data.write(0);
  }

  private static String field(byte[] message, char wanted) {
    int at = 0;
    while (message[at] != 0) {
      String value = string(message, at + 1);
      if (message[at] == wanted) {
        return value;
      }
      at += value.getBytes(StandardCharsets.UTF_8).length + 2;
    }
    return "";
  }

  private static String string(byte[] message, int start) {
    int end = start;
    while (message[end] != 0) {
      end++;
    }
    return new String(message, start, end - start, StandardCharsets.UTF_8);
  }

  private static int short16(byte[] message, int at) {
    return ((message[at] & 0xff) << 8) | (message[at + 1] & 0xff);
  }

  private static int int32(byte[] message, int at) {
    return (short16(message, at) << 16) | short16(message, at + 2);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
