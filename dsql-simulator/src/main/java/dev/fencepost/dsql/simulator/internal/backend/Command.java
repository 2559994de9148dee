// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.backend;

import dev.fencepost.dsql.simulator.internal.wire.BodyReader;
import dev.fencepost.dsql.simulator.internal.wire.Message;
import java.util.List;

/**
 * A statement with its parameters, which can be sent again.
 *
 * @param sql the statement
 * @param parameterTypes the types the client has given, 0 for those it left open
 * @param binding the formats and values of the parameters and the formats of the answer, as a Bind
 *     message has them after the names
 */
@SuppressWarnings("ArrayRecordComponent") // Commands are compared by nobody.
public record Command(String sql, List<Integer> parameterTypes, byte[] binding) {

  private static final byte[] NOTHING_BOUND = new byte[6];

  public Command {
    parameterTypes = List.copyOf(parameterTypes);
  }

  /** A statement without parameters whose answer is text. */
  public static Command of(String sql) {
    return new Command(sql, List.of(), NOTHING_BOUND);
  }

  /** Another statement with the same parameters. */
  public Command withSql(String other) {
    return new Command(other, parameterTypes, binding);
  }

  /** The same with the types of all parameters. */
  public Command withTypes(List<Integer> types) {
    return new Command(sql, types, binding);
  }

  /** The formats the client wants the columns of the answer in. */
  public List<Integer> resultFormats() {
    BodyReader reader = new Message('B', binding).reader();
    int formats = reader.int16();
    reader.skip(2 * formats);
    int values = reader.int16();
    for (int value = 0; value < values; value++) {
      reader.skip(Math.max(0, reader.int32()));
    }
    Integer[] results = new Integer[reader.int16()];
    for (int result = 0; result < results.length; result++) {
      results[result] = reader.int16();
    }
    return List.of(results);
  }
}
