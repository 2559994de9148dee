// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.internal.connection;

import java.sql.SQLException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What it means that a cluster refuses a connection, in one line that says what to do. */
final class ConnectErrors {

  private ConnectErrors() {}

  /** The line for an error and whatever led to it. */
  static String line(Throwable error) {
    SQLException refusal = refusal(error);
    if (refusal == null) {
      return String.valueOf(error.getMessage());
    }
    String message = String.valueOf(refusal.getMessage()).lines().findFirst().orElse("");
    if (isWakingUp(refusal)) {
      return "the cluster was idle and is waking up: try again in some seconds";
    }
    return switch (String.valueOf(refusal.getSQLState())) {
      case "28000", "28P01" -> "the cluster denies access" + hint(refusal) + ": check " + ACCESS;
      case "53300" ->
          "the cluster has too many open connections: make the pools smaller or ask for a higher"
              + " quota";
      case "53400" ->
          message.contains("local budget")
              ? message
              : "the cluster gets too many new connections in a second: lower"
                  + " 'new-connections-per-second'";
      case "08001" -> "the cluster can't be reached (" + message + ")";
      default -> message;
    };
  }

  private static final String ACCESS =
      "the user, the IAM policy (dsql:DbConnectAdmin for admin, dsql:DbConnect for others) and the"
          + " AWS credentials of this process";

  /** Whether it is worth waiting for the cluster. */
  static boolean isWakingUp(Throwable error) {
    SQLException refusal = refusal(error);
    return refusal != null
        && String.valueOf(refusal.getMessage())
            .toLowerCase(Locale.ROOT)
            .contains("waking up cluster");
  }

  /** Whether the password, which may be a token made with old credentials, was refused. */
  static boolean isDenied(SQLException error) {
    return "28000".equals(error.getSQLState()) && !isWakingUp(error);
  }

  /** The innermost error of the driver, below what pools wrap around it. */
  private static @Nullable SQLException refusal(Throwable error) {
    SQLException found = null;
    for (@Nullable Throwable next = error; next != null; next = next.getCause()) {
      if (next instanceof SQLException sql && (found == null || sql.getSQLState() != null)) {
        found = sql;
      }
    }
    return found;
  }

  private static String hint(SQLException error) {
    if (error instanceof PSQLException refused) {
      ServerErrorMessage message = refused.getServerErrorMessage();
      if (message != null && message.getHint() != null) {
        return " (" + message.getHint() + ")";
      }
    }
    return "";
  }
}
