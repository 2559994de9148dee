// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.backend;

import dev.fencepost.dsql.simulator.internal.wire.ErrorFields;
import dev.fencepost.dsql.simulator.internal.wire.Message;
import dev.fencepost.dsql.simulator.internal.wire.MessageReader;
import dev.fencepost.dsql.simulator.internal.wire.MessageWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One connection to the PostgreSQL behind. Used by one thread at a time. */
public final class BackendConnection implements AutoCloseable {

  /** How long a statement waits for a lock before it fails with 55P03, usually. */
  static final int LOCK_TIMEOUT_MILLIS = 4;

  private static final int PROTOCOL_3 = 196_608;
  private static final int POLL_MILLIS = 2;

  private final Socket socket;
  private final OutputStream out;
  private final MessageReader in;
  private final MessageWriter writer = new MessageWriter();
  private final StatementCache statements = new StatementCache();
  private final List<Message> greeting = new ArrayList<>();
  private int processId;

  private BackendConnection(Socket socket) throws IOException {
    this.socket = socket;
    this.out = socket.getOutputStream();
    this.in = new MessageReader(socket.getInputStream(), Integer.MAX_VALUE - 8);
  }

  /**
   * Connects with the parameters of a client's startup message.
   *
   * @throws BackendRefusal if the server refuses
   */
  public static BackendConnection connect(int port, Map<String, String> parameters)
      throws IOException, BackendRefusal {
    Socket socket = new Socket();
    try {
      socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      BackendConnection connection = new BackendConnection(socket);
      connection.start(parameters);
      return connection;
    } catch (IOException | BackendRefusal | RuntimeException failed) {
      socket.close();
      throw failed;
    }
  }

  private void start(Map<String, String> parameters) throws IOException, BackendRefusal {
    writer.beginUntyped().int32(PROTOCOL_3);
    parameters.forEach((name, value) -> writer.string(name).string(value));
    writer
        .string("options")
        .string(
            "-c lock_timeout="
                + LOCK_TIMEOUT_MILLIS
                + " -c default_transaction_isolation=repeatable\\ read -c jit=off");
    writer.letter('\0').end();
    writer.sendTo(out);
    Message message = in.read();
    while (message.type() != 'Z') {
      switch (message.type()) {
        case 'E' -> throw new BackendRefusal(ErrorFields.read(message));
        case 'K' -> processId = message.reader().int32();
        case 'S', 'N' -> greeting.add(message);
        default -> {}
      }
      message = in.read();
    }
    for (Step step : Step.values()) {
      parse(step.statementName(), step.sql(), List.of());
    }
    writer.message('S');
    exchange(0, noRows -> {});
  }

  /** The parameters and notices the server has sent at the beginning. */
  public List<Message> greeting() {
    return List.copyOf(greeting);
  }

  /** The process that serves this connection. */
  public int processId() {
    return processId;
  }

  /** Forgets what statements take and answer: the catalog has changed. */
  public void forgetStatements() {
    statements.clear();
  }

  /** Executes steps only. */
  public Reply run(Step... steps) throws IOException {
    for (Step step : steps) {
      execute(step);
    }
    writer.message('S');
    return exchange(steps.length - 1, noRows -> {});
  }

  /** Executes steps and then a statement. */
  public Reply run(List<Step> steps, Command command, RowSink rows) throws IOException {
    return run(steps, command, rows, null);
  }

  /**
   * Executes steps and then a statement, and does something again and again until the answer comes.
   */
  public Reply runWatched(List<Step> steps, Command command, RowSink rows, Watch watch)
      throws IOException {
    return run(steps, command, rows, watch);
  }

  private Reply run(List<Step> steps, Command command, RowSink rows, @Nullable Watch watch)
      throws IOException {
    closeForgotten();
    steps.forEach(this::execute);
    StatementCache.@Nullable Prepared known = statements.find(command);
    String name = known != null ? known.name() : statements.nextName();
    if (known == null) {
      parse(name, command.sql(), command.parameterTypes());
      describe(name);
    }
    writer.begin('B').string("").string(name).bytes(command.binding()).end();
    writer.begin('E').string("").int32(0).end();
    writer.message('S');
    Reply reply = exchange(steps.size(), rows, watch);
    return remember(command, name, known, reply);
  }

  /** Asks what a statement takes and answers. */
  public Reply describe(Command command) throws IOException {
    return describe(command, null);
  }

  /**
   * Asks what a statement takes and answers, and does something again and again until the answer
   * comes.
   */
  public Reply describeWatched(Command command, Watch watch) throws IOException {
    return describe(command, watch);
  }

  private Reply describe(Command command, @Nullable Watch watch) throws IOException {
    StatementCache.@Nullable Prepared known = statements.find(command);
    if (known != null) {
      return new Reply(
          true,
          Optional.of(known.description()),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          List.of());
    }
    closeForgotten();
    String name = statements.nextName();
    parse(name, command.sql(), command.parameterTypes());
    describe(name);
    writer.message('S');
    return remember(command, name, null, exchange(0, noRows -> {}, watch));
  }

  private Reply remember(
      Command command, String name, StatementCache.@Nullable Prepared known, Reply reply) {
    if (known != null) {
      return reply.withDescription(known.description());
    }
    reply
        .description()
        .ifPresent(
            description ->
                statements.keep(command, new StatementCache.Prepared(name, description)));
    return reply;
  }

  private Reply exchange(int swallowed, RowSink rows) throws IOException {
    return exchange(swallowed, rows, null);
  }

  private Reply exchange(int swallowed, RowSink rows, @Nullable Watch watch) throws IOException {
    if (writer.size() > 0) {
      writer.sendTo(out);
    }
    ReplyCollector collector = new ReplyCollector(swallowed);
    Message message = next(watch);
    while (message.type() != 'Z') {
      if (message.type() == 'D') {
        collector.row(message, rows);
      } else if (message.type() == 'G') {
        writer.begin('f').string("COPY is not supported").end();
        writer.message('S');
        writer.sendTo(out);
      } else {
        collector.add(message);
      }
      message = next(watch);
    }
    return collector.reply();
  }

  /** A statement may wait after its first notices, so every message is watched for. */
  private Message next(@Nullable Watch watch) throws IOException {
    if (watch != null && !in.buffered()) {
      await(watch);
    }
    return in.read();
  }

  private void await(Watch watch) throws IOException {
    socket.setSoTimeout(POLL_MILLIS);
    try {
      while (!in.ready()) {
        watch.look();
      }
    } finally {
      socket.setSoTimeout(0);
    }
  }

  private void closeForgotten() {
    for (String name : statements.forgotten()) {
      writer.begin('C').letter('S').string(name).end();
    }
  }

  private void parse(String name, String sql, List<Integer> types) {
    writer.begin('P').string(name).string(sql).int16(types.size());
    types.forEach(writer::int32);
    writer.end();
  }

  private void describe(String name) {
    writer.begin('D').letter('S').string(name).end();
  }

  private void execute(Step step) {
    writer.begin('B').string("").string(step.statementName()).int16(0).int16(0).int16(0).end();
    writer.begin('E').string("").int32(0).end();
  }

  /** Ends the connection; what was not committed is undone. */
  @Override
  public void close() {
    try {
      writer.clear();
      writer.message('X').sendTo(out);
      socket.close();
    } catch (IOException alreadyEnded) {
      // There is nothing left to end.
    }
  }

  /** What is done while an answer is awaited. */
  @FunctionalInterface
  public interface Watch {

    /** Looks once. */
    void look() throws IOException;
  }
}
