// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.embedded;

import dev.fencepost.engine.internal.shutdown.Shutdown;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A PostgreSQL server of this process's own, listening on the loopback address only, with every
 * durability setting on.
 *
 * <p>The server is detached from the terminal: an interrupt typed there reaches the engine, which
 * drains first and stops the server last. A server that outlived a killed engine is stopped before
 * the folder is used again, so that its sessions can't write any more.
 */
public final class EmbeddedDatabase implements LocalDatabase, AutoCloseable {

  /** The user who owns everything in it. */
  public static final String USER = "postgres";

  private static final String SETTINGS =
      String.join(
          " ",
          "-c listen_addresses=127.0.0.1",
          "-c unix_socket_directories=",
          "-c fsync=on",
          "-c full_page_writes=on",
          "-c synchronous_commit=on",
          "-c max_connections=200",
          "-c shared_buffers=256MB",
          "-c max_wal_size=2GB",
          "-c track_io_timing=on",
          "-c timezone=UTC");

  private final DataFolder folder;
  private final ProgramRunner runner;
  private final PostgresPrograms programs;
  private final Consumer<String> progress;
  private final Lock lock = new ReentrantLock();
  private String password = "";
  private int port;
  private boolean launched;
  private boolean closed;

  private EmbeddedDatabase(
      DataFolder folder,
      ProgramRunner runner,
      PostgresPrograms programs,
      Consumer<String> progress) {
    this.folder = folder;
    this.runner = runner;
    this.programs = programs;
    this.progress = progress;
  }

  /**
   * Starts the server on a folder, which is made and initialised if it does not exist. It is
   * stopped when this is closed, at the latest at the end of the process.
   *
   * @param path the folder
   * @param progress told what is going on, one line each, when it takes longer than two seconds
   * @throws EmbeddedDatabaseFailure if it can't, with the reason and what to do
   */
  public static EmbeddedDatabase start(Path path, Consumer<String> progress) {
    return start(path, progress, Shutdown.atEndOfProcess()::add);
  }

  /**
   * Starts the server on a folder, which is made and initialised if it does not exist.
   *
   * @param path the folder
   * @param progress told what is going on, one line each, when it takes longer than two seconds
   * @param atEnd given what stops the server before it starts
   * @throws EmbeddedDatabaseFailure if it can't, with the reason and what to do
   */
  public static EmbeddedDatabase start(
      Path path, Consumer<String> progress, Consumer<AutoCloseable> atEnd) {
    DataFolder folder = DataFolder.open(path);
    EmbeddedDatabase database;
    try {
      ProgramRunner runner = ProgramRunner.forUser(folder.userNumber());
      PostgresPrograms programs =
          SlowStep.run("unpacking PostgreSQL", progress, PostgresPrograms::unpack);
      database = new EmbeddedDatabase(folder, runner, programs, progress);
    } catch (IOException failed) {
      folder.close();
      throw new EmbeddedDatabaseFailure(
          "the data folder " + folder.path() + " can't be used: " + failed.getMessage(), failed);
    } catch (RuntimeException failed) {
      folder.close();
      throw failed;
    }
    atEnd.accept(database);
    try {
      database.start();
      return database;
    } catch (RuntimeException failed) {
      database.close();
      throw failed;
    }
  }

  @Override
  public Map<String, String> settings() {
    return Map.of("url", url(), "user", USER, "password", password());
  }

  @Override
  public Report report() {
    try (Connection connection = DriverManager.getConnection(url(), USER, password());
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT xact_commit, xact_rollback FROM pg_stat_database"
                    + " WHERE datname = current_database()")) {
      row.next();
      return new Report(row.getLong(1), row.getLong(2), List.of());
    } catch (SQLException failed) {
      throw new EmbeddedDatabaseFailure(
          "the database does not answer: " + failed.getMessage(), failed);
    }
  }

  /** The JDBC URL of the database, without user and password. */
  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  /** The password of {@link #USER}. */
  public String password() {
    return password;
  }

  /**
   * The processor time that the server's living processes have used, as far as the system tells.
   */
  public Duration processorTime() {
    try {
      return new PostmasterFile(folder.cluster())
          .process()
          .map(
              postmaster ->
                  Stream.concat(Stream.of(postmaster), postmaster.children())
                      .flatMap(process -> process.info().totalCpuDuration().stream())
                      .reduce(Duration.ZERO, Duration::plus))
          .orElse(Duration.ZERO);
    } catch (IOException gone) {
      return Duration.ZERO;
    }
  }

  /** Stops the server, after which the folder may be used by others. Closing twice does nothing. */
  @Override
  public void close() {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      try {
        if (launched) {
          stop(folder, runner, programs);
        }
      } finally {
        folder.close();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Under the lock, so that who closes meanwhile waits and then stops all of it. */
  private void start() {
    lock.lock();
    try {
      if (closed) {
        throw new EmbeddedDatabaseFailure("the process is about to end");
      }
      password = initialise(folder, runner, programs, progress);
      stopOrphan(folder, runner, programs);
      launched = true;
      port = launch(folder, runner, programs, progress);
    } catch (IOException failed) {
      throw new EmbeddedDatabaseFailure(
          "the data folder " + folder.path() + " can't be used: " + failed.getMessage(), failed);
    } finally {
      lock.unlock();
    }
  }

  private static String initialise(
      DataFolder folder, ProgramRunner runner, PostgresPrograms programs, Consumer<String> progress)
      throws IOException {
    if (Files.isDirectory(folder.cluster())) {
      requireVersion(folder, runner, programs);
      return Files.readString(folder.passwordFile()).strip();
    }
    folder.deleteIncompleteCluster();
    String password = newPassword(folder.passwordFile());
    ProgramRunner.Result result =
        SlowStep.run(
            "initialising PostgreSQL in " + folder.path(),
            progress,
            () ->
                runner.run(
                    programs.program("initdb"),
                    List.of(
                        "--auth=scram-sha-256",
                        "--username=" + USER,
                        "--pwfile=" + folder.passwordFile(),
                        "--encoding=UTF8",
                        "--locale=C",
                        "--pgdata=" + folder.incompleteCluster())));
    if (!result.succeeded()) {
      throw new EmbeddedDatabaseFailure(
          "PostgreSQL can't be initialised in " + folder.path() + ": " + result.reason());
    }
    Files.move(folder.incompleteCluster(), folder.cluster(), StandardCopyOption.ATOMIC_MOVE);
    return password;
  }

  private static void requireVersion(
      DataFolder folder, ProgramRunner runner, PostgresPrograms programs) throws IOException {
    String made = Files.readString(folder.cluster().resolve("PG_VERSION")).strip();
    String printed = runner.run(programs.program("postgres"), List.of("--version")).output();
    if (!printed.contains(" " + made + ".")) {
      throw new EmbeddedDatabaseFailure(
          "the data folder "
              + folder.path()
              + " was made by PostgreSQL "
              + made
              + ", not by the embedded one ("
              + printed
              + "): choose another with --data, or dump and restore");
    }
  }

  private static String newPassword(Path file) throws IOException {
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    String password = HexFormat.of().formatHex(random);
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, password + "\n");
    return password;
  }

  private static void stopOrphan(DataFolder folder, ProgramRunner runner, PostgresPrograms programs)
      throws IOException {
    PostmasterFile file = new PostmasterFile(folder.cluster());
    Optional<ProcessHandle> named = file.process();
    if (named.isEmpty()) {
      return;
    }
    switch (PostmasterFile.identity(named.get())) {
      case SERVER -> stop(folder, runner, programs);
      case STRANGER -> file.delete();
      case UNKNOWN ->
          throw new EmbeddedDatabaseFailure(
              "process "
                  + named.get().pid()
                  + " may be a PostgreSQL server that still uses "
                  + folder.path()
                  + ": stop it, or delete "
                  + file.path()
                  + " if it is another program");
    }
  }

  private static int launch(
      DataFolder folder,
      ProgramRunner runner,
      PostgresPrograms programs,
      Consumer<String> progress) {
    int port = freePort();
    long earlierLines = lines(folder.logFile()).size();
    ProgramRunner.Result result =
        SlowStep.run(
            "starting PostgreSQL on " + folder.path(),
            progress,
            () ->
                runner.run(
                    programs.program("pg_ctl"),
                    List.of(
                        "start",
                        "--wait",
                        "--timeout=600",
                        "--pgdata=" + folder.cluster(),
                        "--log=" + folder.logFile(),
                        "--options=" + SETTINGS + " -p " + port)));
    if (!result.succeeded()) {
      throw new EmbeddedDatabaseFailure(
          "PostgreSQL can't be started on "
              + folder.path()
              + ": "
              + lastFatalLine(folder.logFile(), earlierLines).orElse(result.reason())
              + "; its log is "
              + folder.logFile());
    }
    return port;
  }

  private static void stop(DataFolder folder, ProgramRunner runner, PostgresPrograms programs) {
    for (String mode : List.of("fast", "immediate")) {
      ProgramRunner.Result result =
          runner.run(
              programs.program("pg_ctl"),
              List.of(
                  "stop",
                  "--wait",
                  "--timeout=60",
                  "--mode=" + mode,
                  "--pgdata=" + folder.cluster()));
      if (result.succeeded() || result.output().contains("does not exist")) {
        return;
      }
    }
    throw new EmbeddedDatabaseFailure(
        "PostgreSQL on " + folder.path() + " can't be stopped; its log is " + folder.logFile());
  }

  private static Optional<String> lastFatalLine(Path log, long earlierLines) {
    return lines(log).stream()
        .skip(earlierLines)
        .filter(line -> line.contains("FATAL:") || line.contains("PANIC:"))
        .reduce((first, second) -> second)
        .map(line -> line.replaceFirst("^.*?(FATAL|PANIC):\\s*", ""));
  }

  private static List<String> lines(Path log) {
    try {
      return Files.readAllLines(log);
    } catch (IOException noLog) {
      return List.of();
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
  }
}
