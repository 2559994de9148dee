// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.backend;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which statements a connection has prepared, so that each is parsed and planned once. */
final class StatementCache {

  private static final int MOST = 400;

  private final Map<Key, Prepared> prepared = new LinkedHashMap<>(16, 0.75f, true);
  private final List<String> toClose = new ArrayList<>();
  private long lastName;

  @Nullable Prepared find(Command command) {
    return prepared.get(new Key(command.sql(), command.parameterTypes()));
  }

  String nextName() {
    lastName++;
    return "statement_" + lastName;
  }

  void keep(Command command, Prepared statement) {
    prepared.put(new Key(command.sql(), command.parameterTypes()), statement);
    if (prepared.size() > MOST) {
      Iterator<Prepared> oldest = prepared.values().iterator();
      toClose.add(oldest.next().name());
      oldest.remove();
    }
  }

  /** Forgets all of them, as what they describe may have changed. */
  void clear() {
    prepared.values().forEach(statement -> toClose.add(statement.name()));
    prepared.clear();
  }

  /** The names of those forgotten since the last call. */
  List<String> forgotten() {
    List<String> names = List.copyOf(toClose);
    toClose.clear();
    return names;
  }

  record Prepared(String name, Description description) {}

  private record Key(String sql, List<Integer> parameterTypes) {}
}
