// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

class ConnectErrorsTest {

  private static SQLException refusal(String state, String message, String hint) {
    return new PSQLException(
        new ServerErrorMessage(
            "SFATAL\0VFATAL\0C" + state + "\0M" + message + "\0H" + hint + "\0"));
  }

  @Test
  void deniedAccessNamesTheHintOfTheServer() {
    SQLException denied =
        refusal(
            "28000",
            "unable to accept connection, access denied",
            "Wrong user to action mapping. user: admin, action: DbConnect");
    assertThat(ConnectErrors.isDenied(denied)).isTrue();
    assertThat(ConnectErrors.line(denied))
        .contains("denies access")
        .contains("Wrong user to action mapping")
        .doesNotContain("\n");
  }

  @Test
  void aClusterThatWakesUpIsNotDenied() {
    SQLException waking =
        refusal("28000", "unable to accept connection, waking up cluster, please retry later", "");
    assertThat(ConnectErrors.isWakingUp(waking)).isTrue();
    assertThat(ConnectErrors.isDenied(waking)).isFalse();
    assertThat(ConnectErrors.line(waking)).contains("try again");
  }

  @Test
  void theReasonIsFoundBelowWhatAPoolWrapsAroundIt() {
    SQLException pooled =
        new SQLTransientConnectionException(
            "pool - Connection is not available, request timed out after 1000ms",
            null,
            refusal("53300", "Unable to accept connection, too many open connections.", ""));
    assertThat(ConnectErrors.line(pooled)).contains("too many open connections").contains("quota");
    assertThat(
            ConnectErrors.line(refusal("53400", "Unable to accept connection, rate exceeded.", "")))
        .contains("'new-connections-per-second'");
  }
}
