// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.fencepost.postgres.TestDatabase;
import dev.fencepost.postgres.TestServer;
import dev.fencepost.postgres.internal.sql.Sql;
import dev.fencepost.postgres.internal.sql.SqlRenderer;
import dev.fencepost.postgres.internal.sql.WriteSql;
import dev.fencepost.postgres.internal.strategy.LockStrategy;
import dev.fencepost.postgres.internal.strategy.ShareLocks;
import java.lang.reflect.Field;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The plans of all statements on a fresh schema that has never been analysed. */
class StatementPlanTest {

  private static final TestDatabase DATABASE = new TestDatabase();

  /** Looks at all members, of which there are few. */
  private static final Set<String> WHOLE_TABLE = Set.of("ClusterStatements.prune");

  @BeforeAll
  static void setUp() {
    DATABASE.empty();
  }

  @TestFactory
  Stream<DynamicTest> everyTableIsReadByItsKey() throws Exception {
    return statements().entrySet().stream()
        .filter(entry -> !WHOLE_TABLE.contains(entry.getKey()))
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey(), () -> assertReadsByKey(plan(entry.getValue()))));
  }

  @TestFactory
  Stream<DynamicTest> everyFencedStatementLocksItsFence() throws Exception {
    Map<String, Sql> fenced = new LinkedHashMap<>(statements());
    fenced.values().removeIf(sql -> !sql.text().contains("\"fence\""));
    assertThat(fenced).hasSizeGreaterThan(100);
    return fenced.entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey(), () -> assertLocksFence(plan(entry.getValue()))));
  }

  private static void assertReadsByKey(JsonObject plan) {
    for (JsonObject node : nodes(plan)) {
      String type = node.get("Node Type").getAsString();
      assertThat(type).isNotEqualTo("Seq Scan");
      if (type.equals("Index Scan")
          || type.equals("Index Only Scan")
          || type.equals("Bitmap Index Scan")) {
        assertThat(node.has("Index Cond")).as(node.toString()).isTrue();
      }
    }
  }

  private static void assertLocksFence(JsonObject plan) {
    JsonObject fence =
        nodes(plan).stream()
            .filter(node -> node.has("Subplan Name"))
            .filter(node -> node.get("Subplan Name").getAsString().equals("CTE fence"))
            .findFirst()
            .orElseThrow(() -> new AssertionError("the fence is not executed: " + plan));
    assertThat(fence.get("Node Type").getAsString()).isEqualTo("LockRows");
  }

  private static List<JsonObject> nodes(JsonObject plan) {
    List<JsonObject> nodes = new ArrayList<>();
    nodes.add(plan);
    if (plan.has("Plans")) {
      for (JsonElement child : plan.getAsJsonArray("Plans")) {
        nodes.addAll(nodes(child.getAsJsonObject()));
      }
    }
    return nodes;
  }

  private static JsonObject plan(Sql sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SET enable_seqscan = off");
      try (ResultSet row =
          statement.executeQuery(
              "EXPLAIN (GENERIC_PLAN, FORMAT JSON) " + withNumberedParameters(sql.text()))) {
        row.next();
        JsonArray plans = JsonParser.parseString(row.getString(1)).getAsJsonArray();
        return plans.get(0).getAsJsonObject().getAsJsonObject("Plan");
      }
    }
  }

  /** Sends texts as they are, placeholders included. */
  private static Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://localhost:"
            + TestServer.port()
            + "/"
            + DATABASE.name()
            + "?user=postgres&preferQueryMode=simple");
  }

  private static String withNumberedParameters(String sql) {
    StringBuilder numbered = new StringBuilder();
    int last = 0;
    for (int index = 0; index < sql.length(); index++) {
      if (sql.charAt(index) == '?') {
        last++;
        numbered.append('$').append(last);
      } else {
        numbered.append(sql.charAt(index));
      }
    }
    return numbered.toString();
  }

  private static Map<String, Sql> statements() throws IllegalAccessException {
    SqlRenderer renderer = new SqlRenderer("fencepost");
    LockStrategy strategy = new ShareLocks();
    Map<String, Sql> statements = new LinkedHashMap<>();
    for (Object owner :
        List.of(
            new ShardStatements(strategy, renderer),
            new ExecutionStatements(strategy, renderer),
            new LeanUpdates(strategy, renderer),
            new HistoryStatements(strategy, renderer),
            new HistoryTaskStatements(strategy, renderer),
            new TaskQueueStatements(strategy, renderer),
            new NamespaceStatements(strategy, renderer),
            new VisibilityStatements(renderer),
            new ClusterStatements(strategy, renderer))) {
      for (Field field : owner.getClass().getDeclaredFields()) {
        field.setAccessible(true);
        String name = owner.getClass().getSimpleName() + "." + field.getName();
        if (field.get(owner) instanceof Map<?, ?> map) {
          map.forEach((key, value) -> add(statements, name + " " + key, value));
        } else {
          add(statements, name, field.get(owner));
        }
      }
    }
    return statements;
  }

  private static void add(Map<String, Sql> statements, String name, Object statement) {
    if (statement instanceof Sql sql) {
      statements.put(name, sql);
    } else if (statement instanceof WriteSql write) {
      statements.put(name, write.statements().getFirst());
    }
  }
}
