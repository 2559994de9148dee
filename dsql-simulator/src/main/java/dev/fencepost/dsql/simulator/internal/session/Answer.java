// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.session;

import dev.fencepost.dsql.simulator.internal.backend.Description;
import dev.fencepost.dsql.simulator.internal.wire.BodyReader;
import dev.fencepost.dsql.simulator.internal.wire.Message;
import java.util.List;
import java.util.Optional;

/**
 * How a statement was answered, after its rows.
 *
 * @param description what it takes and answers
 * @param tag the command tag; none for an empty statement
 * @param notices notices and changed parameters for the client
 */
record Answer(Description description, Optional<String> tag, List<Message> notices) {

  static Answer tagged(String tag) {
    return new Answer(Description.NOTHING, Optional.of(tag), List.of());
  }

  static Answer tagged(String tag, Message notice) {
    return new Answer(Description.NOTHING, Optional.of(tag), List.of(notice));
  }

  static Answer empty() {
    return new Answer(Description.NOTHING, Optional.empty(), List.of());
  }

  /** The new value of a parameter the client is told of, if it has changed. */
  Optional<String> parameter(String name) {
    Optional<String> value = Optional.empty();
    for (Message notice : notices) {
      if (notice.type() == 'S') {
        BodyReader body = notice.reader();
        if (body.string().equals(name)) {
          value = Optional.of(body.string());
        }
      }
    }
    return value;
  }
}
