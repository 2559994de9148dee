// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedDatabaseTest {

  @TempDir Path folder;

  @Test
  void everyDurabilitySettingIsOnAndTheVersionIsASupportedOne() throws SQLException {
    try (EmbeddedDatabase database = start(folder)) {
      assertThat(query(database, "SHOW fsync")).containsExactly("on");
      assertThat(query(database, "SHOW full_page_writes")).containsExactly("on");
      assertThat(query(database, "SHOW synchronous_commit")).containsExactly("on");
      assertThat(query(database, "SELECT current_setting('server_version_num')::int >= 160000"))
          .containsExactly("t");
    }
  }

  @Test
  void dataSurvivesARestart() throws SQLException {
    try (EmbeddedDatabase database = start(folder)) {
      execute(database, "CREATE TABLE kept (number integer)", "INSERT INTO kept VALUES (1)");
    }
    try (EmbeddedDatabase database = start(folder)) {
      assertThat(query(database, "SELECT number FROM kept")).containsExactly("1");
    }
  }

  @Test
  void aServerWhoseParentWasKilledIsStoppedAndItsDataIsThere() throws Exception {
    Process parent = parentProcess();
    String orphanUrl = parent.inputReader().readLine();
    String password = Files.readString(folder.resolve("password")).strip();
    parent.destroyForcibly().waitFor();
    try (Connection orphan =
        DriverManager.getConnection(orphanUrl, EmbeddedDatabase.USER, password)) {
      assertThat(orphan.isValid(5)).isTrue();
    }

    try (EmbeddedDatabase database = start(folder)) {
      assertThatThrownBy(
              () -> DriverManager.getConnection(orphanUrl, EmbeddedDatabase.USER, password).close())
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("refused");
      assertThat(query(database, "SELECT number FROM written_before_the_kill"))
          .containsExactly("7");
    }
  }

  @Test
  void twoOnOneFolderGiveOneLine() {
    try (EmbeddedDatabase database = start(folder)) {
      assertThat(database.url()).startsWith("jdbc:postgresql://127.0.0.1:");
      assertThatThrownBy(() -> start(folder))
          .isInstanceOf(EmbeddedDatabaseFailure.class)
          .hasMessage(
              "the data folder "
                  + folder
                  + " is in use by process "
                  + ProcessHandle.current().pid()
                  + ": stop that server or choose another folder with --data");
    }
  }

  @Test
  void aPostmasterFileThatNamesAStrangerIsForgotten() throws Exception {
    try (EmbeddedDatabase database = start(folder)) {
      execute(database, "CREATE TABLE kept (number integer)");
    }
    Files.writeString(
        folder.resolve("postgres/postmaster.pid"),
        ProcessHandle.current().pid() + "\n" + folder.resolve("postgres") + "\n");

    try (EmbeddedDatabase database = start(folder)) {
      assertThat(query(database, "SELECT count(*) FROM kept")).containsExactly("0");
    }
    assertThat(ProcessHandle.current().isAlive()).isTrue();
  }

  @Test
  void anInitialisationThatWasInterruptedIsDoneAgain() throws Exception {
    Files.createDirectories(folder.resolve("postgres.incomplete/base"));
    Files.writeString(folder.resolve("postgres.incomplete/PG_VERSION"), "16\n");
    Files.writeString(folder.resolve("lock"), "");

    try (EmbeddedDatabase database = start(folder)) {
      assertThat(query(database, "SELECT 1")).containsExactly("1");
    }
  }

  @Test
  void aFolderWithOtherFilesIsRefused() throws IOException {
    Files.writeString(folder.resolve("letter.txt"), "dear");

    assertThatThrownBy(() -> start(folder))
        .isInstanceOf(EmbeddedDatabaseFailure.class)
        .hasMessage(
            "the data folder "
                + folder
                + " holds other files: choose an empty or a new one with --data");
    assertThat(folder).isDirectoryContaining("glob:**letter.txt");
  }

  @Test
  void aFileInPlaceOfTheFolderIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertThatThrownBy(() -> start(file))
        .isInstanceOf(EmbeddedDatabaseFailure.class)
        .hasMessage("the data folder " + file + " is a file: choose another with --data");
  }

  @Test
  void aFolderOfAnotherMajorVersionIsRefused() throws Exception {
    start(folder).close();
    Files.writeString(folder.resolve("postgres/PG_VERSION"), "9\n");

    assertThatThrownBy(() -> start(folder))
        .isInstanceOf(EmbeddedDatabaseFailure.class)
        .hasMessageStartingWith(
            "the data folder " + folder + " was made by PostgreSQL 9, not by the embedded one (");
  }

  @Test
  void aStepThatTakesLongSaysSo() throws InterruptedException {
    List<String> told = new CopyOnWriteArrayList<>();

    String result =
        SlowStep.run(
            "waiting",
            told::add,
            () -> {
              while (told.isEmpty()) {
                Thread.onSpinWait();
              }
              return "done";
            });

    assertThat(result).isEqualTo("done");
    assertThat(told).first().isEqualTo("waiting (2 s)");
  }

  private static EmbeddedDatabase start(Path folder) {
    return EmbeddedDatabase.start(folder, line -> {});
  }

  private Process parentProcess() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Parent.class.getName(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static List<String> query(EmbeddedDatabase database, String sql) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> values = new ArrayList<>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    }
  }

  private static void execute(EmbeddedDatabase database, String... statements) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static Connection connect(EmbeddedDatabase database) throws SQLException {
    return DriverManager.getConnection(database.url(), EmbeddedDatabase.USER, database.password());
  }

  /** Starts a database, writes, says where the server is, and waits to be killed. */
  static final class Parent {

    private Parent() {}

    public static void main(String[] arguments) throws Exception {
      Path folder = Path.of(arguments[0]);
      EmbeddedDatabase database = start(folder);
      execute(
          database,
          "CREATE TABLE written_before_the_kill (number integer)",
          "INSERT INTO written_before_the_kill VALUES (7)");
      System.out.println(database.url());
      Thread.currentThread().join();
    }
  }
}
