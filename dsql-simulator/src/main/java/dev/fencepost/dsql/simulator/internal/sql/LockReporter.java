// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.sql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes queries without their locking clauses so that they report each row they would lock: a call
 * of {@link LockReport#FUNCTION} becomes a condition of the query; where a LIMIT chooses among the
 * rows, a condition of a query around it.
 */
final class LockReporter extends LockStripper {

  private static final Set<String> AGGREGATES =
      Set.of(
          "count",
          "sum",
          "min",
          "max",
          "avg",
          "array_agg",
          "string_agg",
          "json_agg",
          "jsonb_agg",
          "bool_and",
          "bool_or",
          "every");

  /** The locks a query takes because the one around it locks its rows: by its first token. */
  private final Map<Integer, LockClause> inherited = new HashMap<>();

  LockReporter(Tokens tokens) {
    super(tokens);
  }

  @Override
  protected String main(Range range) {
    if (WithClause.startsChange(tokens, range.from())) {
      return change(range);
    }
    List<Clause> clauses = Clause.read(tokens, range);
    List<LockClause> locks = new ArrayList<>();
    Optional.ofNullable(inherited.get(range.from())).ifPresent(locks::add);
    for (Clause clause : clauses) {
      if (clause.kind() == Clause.Kind.LOCK) {
        LockClause.read(tokens, clause.range()).stream()
            .filter(LockClause::isLock)
            .forEach(locks::add);
      }
    }
    if (locks.isEmpty() || !isLockable(clauses)) {
      return render(range);
    }
    List<Clause> rest =
        clauses.stream().filter(clause -> clause.kind() != Clause.Kind.LOCK).toList();
    Optional<Clause> from = Clause.find(clauses, Clause.Kind.FROM);
    if (from.isEmpty()) {
      return render(rest);
    }
    List<Source> sources = Source.read(tokens, from.get().body());
    Map<String, String> locked = locked(sources, locks);
    if (locked.isEmpty()) {
      return render(rest);
    }
    return Clause.has(clauses, Clause.Kind.LIMIT)
        ? around(rest, sources, locked)
        : within(rest, sources, locked);
  }

  /** What may not be locked is left as it is: the PostgreSQL behind then says why. */
  private boolean isLockable(List<Clause> clauses) {
    Clause head = clauses.getFirst();
    if (!tokens.is(head.range().from(), "select")
        || tokens.is(head.range().from() + 1, "distinct")
        || Clause.has(clauses, Clause.Kind.GROUP)
        || Clause.has(clauses, Clause.Kind.HAVING)
        || Clause.has(clauses, Clause.Kind.WINDOW)
        || Clause.has(clauses, Clause.Kind.SET_OPERATION)) {
      return false;
    }
    for (int at = head.range().from(); at < head.range().to(); at = tokens.next(at)) {
      if ((tokens.opens(at + 1) && AGGREGATES.contains(tokens.at(at).value()))
          || tokens.isKeyword(at, "over")) {
        return false;
      }
    }
    return true;
  }

  /** The tables that are locked, with the strength's code; subqueries inherit theirs. */
  private Map<String, String> locked(List<Source> sources, List<LockClause> locks) {
    Map<String, String> locked = new LinkedHashMap<>();
    for (Source source : sources) {
      Optional<LockClause> strongest =
          locks.stream()
              .filter(lock -> lock.means(source.alias()))
              .min((one, other) -> other.code().compareTo(one.code()));
      if (strongest.isEmpty()) {
        continue;
      }
      if (source.kind() == Source.Kind.SUBQUERY) {
        inherited.put(
            WithClause.read(tokens, source.name()).main().from(),
            new LockClause(strongest.get().strength(), List.of()));
      } else if (isTable(source)) {
        locked.put(source.alias(), strongest.get().code());
      }
    }
    return locked;
  }

  private String within(List<Clause> clauses, List<Source> sources, Map<String, String> locked) {
    String condition = condition(sources, locked);
    StringBuilder sql = new StringBuilder();
    boolean placed = false;
    for (Clause clause : clauses) {
      sql.append(sql.isEmpty() ? "" : " ");
      if (clause.kind() == Clause.Kind.WHERE) {
        sql.append("WHERE (").append(render(clause.body())).append(") AND ").append(condition);
        placed = true;
      } else {
        sql.append(render(clause.range()));
        if (clause.kind() == Clause.Kind.FROM
            && !placed
            && !Clause.has(clauses, Clause.Kind.WHERE)) {
          sql.append(" WHERE ").append(condition);
          placed = true;
        }
      }
    }
    return sql.toString();
  }

  /**
   * Beside other sources the condition names all of them, so that it is asked of joined rows only.
   */
  private static String condition(List<Source> sources, Map<String, String> locked) {
    List<String> conditions = new ArrayList<>();
    for (Map.Entry<String, String> lock : locked.entrySet()) {
      String call = call(lock.getValue(), lock.getKey() + ".tableoid", lock.getKey() + ".ctid");
      List<String> others =
          sources.stream()
              .map(Source::alias)
              .filter(alias -> !alias.isEmpty() && !alias.equals(lock.getKey()))
              .map(alias -> alias + " IS NULL")
              .toList();
      conditions.add(
          others.isEmpty()
              ? call
              : "CASE WHEN "
                  + lock.getKey()
                  + ".ctid IS NULL THEN true WHEN "
                  + String.join(" OR ", others)
                  + " THEN "
                  + call
                  + " ELSE "
                  + call
                  + " END");
    }
    return String.join(" AND ", conditions);
  }

  private static String call(String code, String relation, String place) {
    return LockReport.FUNCTION + "('" + code + "', " + relation + ", " + place + ")";
  }

  private String around(List<Clause> clauses, List<Source> sources, Map<String, String> locked) {
    Clause head = clauses.getFirst();
    int start = head.range().from() + (tokens.is(head.range().from() + 1, "all") ? 2 : 1);
    List<String> inner = new ArrayList<>();
    List<String> outer = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (Range item : tokens.split(new Range(start, head.range().to()))) {
      if (tokens.isSign(item.to() - 1, "*") && item.to() - item.from() != 2) {
        for (String alias : starred(item, sources)) {
          String name = name(names);
          inner.add(alias);
          outer.add("(simulator_rows." + name + ").*");
        }
      } else {
        String name = name(names);
        inner.add(render(item));
        outer.add(
            "simulator_rows." + name + " AS " + OutputName.quoted(OutputName.of(tokens, item)));
      }
    }
    List<String> conditions = new ArrayList<>();
    for (Map.Entry<String, String> lock : locked.entrySet()) {
      inner.add(lock.getKey() + ".tableoid");
      String relation = name(names);
      inner.add(lock.getKey() + ".ctid");
      String place = name(names);
      conditions.add(
          "(simulator_rows."
              + place
              + " IS NULL OR "
              + call(lock.getValue(), "simulator_rows." + relation, "simulator_rows." + place)
              + ")");
    }
    return "SELECT "
        + String.join(", ", outer)
        + " FROM (SELECT "
        + String.join(", ", inner)
        + " "
        + render(clauses.subList(1, clauses.size()))
        + ") AS simulator_rows ("
        + String.join(", ", names)
        + ") WHERE "
        + String.join(" AND ", conditions);
  }

  private List<String> starred(Range item, List<Source> sources) {
    return item.to() - item.from() == 1
        ? sources.stream().map(Source::alias).toList()
        : List.of(tokens.slice(new Range(item.from(), item.to() - 2)));
  }

  private static String name(List<String> names) {
    String name = "c" + (names.size() + 1);
    names.add(name);
    return name;
  }
}
