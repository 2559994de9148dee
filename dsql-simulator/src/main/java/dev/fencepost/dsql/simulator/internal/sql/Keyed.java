// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.sql;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rules for the columns of a key. */
final class Keyed {

  static final int MOST_COLUMNS = 8;
  private static final int LARGEST_DECLARED = 2_000;

  private Keyed() {}

  static Refusal tooManyColumns() {
    return new Refusal("54011", "more than 8 column keys in an index are not supported");
  }

  /** Why the service refuses a key over columns of a new table. */
  static Optional<Refusal> refusal(List<String> columns, Map<String, TypeName> types) {
    if (columns.size() > MOST_COLUMNS) {
      return Optional.of(tooManyColumns());
    }
    int declared = 0;
    for (String column : columns) {
      TypeName type = types.get(column);
      if (type != null) {
        Optional<Refusal> refusal = type.keyRefusal();
        if (refusal.isPresent()) {
          return refusal;
        }
        declared += type.declaredBytes();
      }
    }
    return declared > LARGEST_DECLARED
        ? Optional.of(new Refusal("54000", "key size greater than 2000 bytes not supported"))
        : Optional.empty();
  }
}
