// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.fidelity;

import dev.fencepost.dsql.simulator.DsqlSimulator;
import dev.fencepost.dsql.simulator.TransportSecurity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Plays recordings against a simulator, each on an empty database. */
final class Replay implements AutoCloseable {

  private static final int RANDOM_SEED = 7;

  private final DsqlSimulator simulator;

  Replay() throws IOException {
    simulator = DsqlSimulator.builder().security(TransportSecurity.PLAINTEXT).start();
  }

  /** What differs from the recording. */
  List<String> differences(Recording recording) throws IOException {
    Comparison comparison = new Comparison();
    clear();
    try (WireClient client = new WireClient(simulator.port())) {
      for (String sql : recording.setup()) {
        Outcome outcome = client.extended(sql, List.of());
        if (outcome.failed()) {
          return List.of("setup " + sql + ": " + outcome);
        }
      }
    }
    Map<Integer, WireClient> clients = new HashMap<>();
    try {
      for (int index = 0; index < recording.steps().size(); index++) {
        Recording.Step step = recording.steps().get(index);
        WireClient client = clients.get(step.session());
        if (client == null) {
          client = new WireClient(simulator.port());
          clients.put(step.session(), client);
        }
        String sql = comparison.withJobs(step.sql());
        comparison.compare(
            step,
            step.protocol() == Recording.Protocol.SIMPLE
                ? client.simple(sql)
                : List.of(client.extended(sql, parameters(sql, index))));
      }
    } finally {
      for (WireClient client : clients.values()) {
        client.close();
      }
    }
    return comparison.differences();
  }

  /** The recordings say how large the values of parameters were, not what they were. */
  private static List<String> parameters(String sql, int step) {
    if (sql.contains("repeat('x', $1::int)")) {
      return List.of("2097152");
    }
    if (sql.contains("'blob', $1::text")) {
      return List.of(randomText(step == 4 ? 838_860 : 1_677_721));
    }
    return List.of();
  }

  private static String randomText(int length) {
    return new Random(RANDOM_SEED)
        .ints(length, '!', '~')
        .filter(letter -> letter != '\\')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private void clear() throws IOException {
    try (WireClient client = new WireClient(simulator.port())) {
      for (List<String> object : objects(client)) {
        client.extended(
            "DROP " + object.get(0) + " IF EXISTS " + object.get(1) + " CASCADE", List.of());
      }
    }
  }

  private static List<List<String>> objects(WireClient client) throws IOException {
    Outcome outcome =
        client.extended(
            """
            SELECT 'SCHEMA', quote_ident(nspname), 0 FROM pg_namespace
            WHERE nspname NOT LIKE 'pg\\_%'
              AND nspname NOT IN ('public', 'sys', 'simulator', 'information_schema')
            UNION ALL
            SELECT CASE relkind WHEN 'r' THEN 'TABLE' WHEN 'v' THEN 'VIEW' ELSE 'SEQUENCE' END,
              quote_ident(relname), 1
            FROM pg_class
            WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v', 'S')
            UNION ALL
            SELECT 'DOMAIN', quote_ident(typname), 2
            FROM pg_type WHERE typnamespace = 'public'::regnamespace AND typtype = 'd'
            UNION ALL
            SELECT 'FUNCTION', oid::regprocedure::text, 3
            FROM pg_proc WHERE pronamespace = 'public'::regnamespace
            ORDER BY 3
            """,
            List.of());
    List<List<String>> objects = new ArrayList<>();
    for (List<Outcome.Value> row : outcome.rows()) {
      objects.add(List.of(row.get(0).text(), row.get(1).text()));
    }
    return objects;
  }

  @Override
  public void close() throws IOException {
    simulator.close();
  }
}
