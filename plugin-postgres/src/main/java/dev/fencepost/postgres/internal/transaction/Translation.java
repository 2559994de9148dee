// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.transaction;

import dev.fencepost.spi.error.AlreadyExists;
import dev.fencepost.spi.error.ConditionFailed;
import dev.fencepost.spi.error.InvalidRequest;
import dev.fencepost.spi.error.LimitExceeded;
import dev.fencepost.spi.error.NotFound;
import dev.fencepost.spi.error.OutcomeUnknown;
import dev.fencepost.spi.error.OwnershipLost;
import dev.fencepost.spi.error.PersistenceException;
import dev.fencepost.spi.error.SchemaMismatch;
import dev.fencepost.spi.error.Unavailable;
import dev.fencepost.spi.error.Unsupported;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The errors of the SPI for errors of the database, and their names in meters. */
final class Translation {

  static final String UNAVAILABLE = "unavailable";

  /** Stands for the numbers of a limit of which the database tells none. */
  private static final long NOT_TOLD = -1;

  private static final Pattern INDEX_ROW =
      Pattern.compile("index row (?:size|requires) (\\d+).* maximum (?:size is )?(\\d+).*");

  private Translation() {}

  static PersistenceException error(Operation operation, ErrorClass meaning, SQLException failed) {
    Map<String, Object> context = new LinkedHashMap<>();
    context.put("operation", operation.name());
    context.put("sqlState", String.valueOf(failed.getSQLState()));
    context.put("reason", String.valueOf(failed.getMessage()));
    return switch (meaning) {
      case NOT_NOW -> new Unavailable("the database can't do it now", context, failed);
      case LIMIT -> limit(failed);
      case INVALID -> new InvalidRequest("the database can't store a value", context, failed);
      case REFUSED -> new Unsupported("the database refused a statement", context, failed);
      case CONFLICT, DUPLICATE_KEY, UNKNOWN ->
          throw new IllegalArgumentException(meaning + " is not an answer");
    };
  }

  private static LimitExceeded limit(SQLException failed) {
    String message = String.valueOf(failed.getMessage());
    Matcher row = INDEX_ROW.matcher(message);
    return row.find()
        ? new LimitExceeded(
            "index row bytes", Long.parseLong(row.group(2)), Long.parseLong(row.group(1)), failed)
        : new LimitExceeded(message, NOT_TOLD, NOT_TOLD, failed);
  }

  static String outcome(PersistenceException error) {
    return switch (error) {
      case OwnershipLost e -> "ownership_lost";
      case ConditionFailed e -> "condition_failed";
      case AlreadyExists e -> "already_exists";
      case NotFound e -> "not_found";
      case InvalidRequest e -> "invalid_request";
      case LimitExceeded e -> "limit_exceeded";
      case Unavailable e -> UNAVAILABLE;
      case OutcomeUnknown e -> "outcome_unknown";
      case Unsupported e -> "unsupported";
      case SchemaMismatch e -> "schema_mismatch";
    };
  }
}
