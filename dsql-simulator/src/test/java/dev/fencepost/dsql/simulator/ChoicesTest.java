// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator;

import static dev.fencepost.dsql.simulator.Failures.assertConflict;
import static dev.fencepost.dsql.simulator.Failures.assertSqlState;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is not certain of the service and therefore chosen; and the data folder. */
final class ChoicesTest {

  @Test
  void bothMayLoseAConflictOnSeveralRows_andEverySessionMayNoticeASchemaChange() throws Exception {
    try (DsqlSimulator simulator =
            DsqlSimulator.builder()
                .security(TransportSecurity.PLAINTEXT)
                .multiRowConflicts(MultiRowConflicts.BOTH_LOSE)
                .schemaConflicts(SchemaConflicts.ALL_SESSIONS)
                .dataModifyingCtes(DataModifyingCtes.REFUSED)
                .start();
        Client one = Client.of(simulator);
        Client other = Client.of(simulator)) {
      one.run("CREATE TABLE spans (id int PRIMARY KEY, value int)");
      assertSqlState(() -> other.rows("SELECT * FROM spans"), "40001");
      one.run("INSERT INTO spans VALUES (1, 1), (2, 2), (3, 3)");
      one.begin();
      other.begin();
      one.run("UPDATE spans SET value = 10 WHERE id <= 2");
      other.run("UPDATE spans SET value = 20 WHERE id <= 3");
      assertConflict(one::commit);
      assertConflict(other::commit);
      one.run("UPDATE spans SET value = 10 WHERE id = 1");
      other.run("UPDATE spans SET value = 20 WHERE id = 1");
      one.commit();
      assertConflict(other::commit);
      assertSqlState(
          () -> one.rows("WITH w AS (DELETE FROM spans WHERE id = 3 RETURNING id) SELECT * FROM w"),
          "0A000");
    }
  }

  @Test
  void dataInAFolderAreThereAgainAfterARestart(@TempDir Path folder)
      throws IOException, SQLException {
    Path data = folder.resolve("data");
    try (DsqlSimulator simulator = DsqlSimulator.builder().dataFolder(data).start();
        Client client = Client.of(simulator)) {
      client.run("CREATE TABLE kept (id int PRIMARY KEY, value int)");
      client.run("INSERT INTO kept VALUES (1, 1)");
    }
    try (DsqlSimulator simulator = DsqlSimulator.builder().dataFolder(data).start();
        Client one = Client.of(simulator).begin();
        Client other = Client.of(simulator).begin()) {
      assertThat(one.run("UPDATE kept SET value = 2 WHERE id = 1")).isEqualTo(1);
      assertThat(other.run("UPDATE kept SET value = 3 WHERE id = 1")).isEqualTo(1);
      one.commit();
      assertConflict(other::commit);
      assertThat(one.rows("SELECT value FROM kept")).containsExactly("2");
    }
  }
}
