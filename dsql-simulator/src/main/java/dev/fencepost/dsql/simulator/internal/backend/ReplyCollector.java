// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.backend;

import dev.fencepost.dsql.simulator.internal.wire.ErrorFields;
import dev.fencepost.dsql.simulator.internal.wire.Message;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Collects the answers of one exchange, leaving out those of the steps before the statement. */
final class ReplyCollector {

  /** The SQLSTATE of the notices by which the simulator's own functions report rows. */
  private static final String REPORT = "FP001";

  private final List<String> reports = new ArrayList<>();
  private final List<Message> notices = new ArrayList<>();
  private int stepsLeft;
  private boolean parsed;
  private byte @Nullable [] parameters;
  private @Nullable Description description;
  private @Nullable String tag;
  private @Nullable ErrorFields error;

  ReplyCollector(int steps) {
    this.stepsLeft = steps;
  }

  void row(Message message, RowSink rows) throws IOException {
    if (stepsLeft == 0) {
      rows.row(message.body());
    }
  }

  void add(Message message) {
    switch (message.type()) {
      case '1' -> parsed = true;
      case 't' -> parameters = message.body();
      case 'T' -> describe(Optional.of(message.body()));
      case 'n' -> describe(Optional.empty());
      case 'C' -> {
        if (stepsLeft > 0) {
          stepsLeft--;
        } else if (tag == null) {
          tag = message.reader().string();
        }
      }
      case 'E' -> {
        if (error == null) {
          error = ErrorFields.read(message);
        }
      }
      case 'N' -> {
        ErrorFields notice = ErrorFields.read(message);
        if (notice.sqlState().equals(REPORT)) {
          reports.add(notice.message());
        } else {
          notices.add(message);
        }
      }
      case 'S' -> notices.add(message);
      default -> {}
    }
  }

  private void describe(Optional<byte[]> columns) {
    if (parameters != null) {
      description = new Description(parameters, columns);
    }
  }

  Reply reply() {
    return new Reply(
        parsed,
        Optional.ofNullable(description),
        Optional.ofNullable(tag),
        Optional.ofNullable(error),
        reports,
        notices);
  }
}
