// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.backend;

import dev.fencepost.dsql.simulator.internal.wire.BodyReader;
import dev.fencepost.dsql.simulator.internal.wire.Message;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a statement takes and answers.
 *
 * @param parameters the body of its ParameterDescription
 * @param columns the body of its RowDescription, if it answers rows; all formats are text
 */
@SuppressWarnings("ArrayRecordComponent") // Descriptions are compared by nobody.
public record Description(byte[] parameters, Optional<byte[]> columns) {

  /** That of a statement without parameters and rows. */
  public static final Description NOTHING = new Description(new byte[2], Optional.empty());

  /** The types of the parameters. */
  public List<Integer> parameterTypes() {
    BodyReader reader = new Message('t', parameters).reader();
    Integer[] types = new Integer[reader.int16()];
    for (int type = 0; type < types.length; type++) {
      types[type] = reader.int32();
    }
    return List.of(types);
  }

  /** The columns in the formats a client wants them in. */
  public Optional<byte[]> columns(List<Integer> formats) {
    if (formats.stream().allMatch(format -> format == 0)) {
      return columns;
    }
    return columns.map(body -> inFormats(body, formats));
  }

  private static byte[] inFormats(byte[] body, List<Integer> formats) {
    byte[] changed = Arrays.copyOf(body, body.length);
    int count = ((body[0] & 0xff) << 8) | (body[1] & 0xff);
    int at = 2;
    for (int column = 0; column < count; column++) {
      while (body[at] != 0) {
        at++;
      }
      // Table, column number, type, type size and modifier stand between the name and the format.
      at += 1 + 4 + 2 + 4 + 2 + 4;
      int format = formats.size() == 1 ? formats.getFirst() : formats.get(column);
      changed[at] = (byte) (format >> 8);
      changed[at + 1] = (byte) format;
      at += 2;
    }
    return changed;
  }
}
