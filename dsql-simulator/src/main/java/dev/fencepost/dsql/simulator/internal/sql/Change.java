// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.sql;

/**
 * The parts of an UPDATE or a DELETE.
 *
 * @param target the table with its alias, as it stands behind UPDATE or DELETE FROM
 * @param table the table's name
 * @param alias how its columns are qualified
 * @param set what stands behind SET; empty in a DELETE
 * @param from what stands behind FROM or USING
 * @param where what stands behind WHERE
 * @param returning what stands behind RETURNING
 */
record Change(
    Range target, Range table, String alias, Range set, Range from, Range where, Range returning) {

  static Change read(Tokens tokens, Range range) {
    boolean update = tokens.is(range.from(), "update");
    int start = range.from() + (update ? 1 : 2);
    int end = range.to();
    int returning = index(tokens, new Range(start, end), "returning", end);
    int where = index(tokens, new Range(start, returning), "where", returning);
    int set = update ? index(tokens, new Range(start, where), "set", where) : start;
    int from = where;
    for (int at = set; at < where; at = tokens.next(at)) {
      if (update
          ? tokens.isKeyword(at, "from") && !tokens.is(at - 1, "distinct")
          : tokens.isKeyword(at, "using")) {
        from = at;
        break;
      }
    }
    Range target = new Range(start, update ? set : from);
    Source source = Source.read(tokens, target).getFirst();
    return new Change(
        target,
        source.name(),
        source.alias(),
        update ? behind(set, from) : new Range(0, 0),
        behind(from, where),
        behind(where, returning),
        behind(returning, end));
  }

  private static int index(Tokens tokens, Range range, String word, int otherwise) {
    int found = tokens.find(range, word);
    return found < 0 ? otherwise : found;
  }

  private static Range behind(int keyword, int end) {
    return new Range(Math.min(keyword + 1, end), end);
  }
}
