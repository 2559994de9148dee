// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.fidelity;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the recordings of the real service: those whose SQL is exact and that are no race. */
final class ObservedFile {

  private ObservedFile() {}

  static List<Recording> read(Path file) throws IOException {
    List<Recording> recordings = new ArrayList<>();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      for (JsonElement element : JsonParser.parseReader(reader).getAsJsonArray()) {
        JsonObject probe = element.getAsJsonObject();
        boolean exact = probe.get("sql_exact").getAsBoolean();
        boolean race = probe.has("race") && probe.get("race").getAsBoolean();
        if (exact && !race && !probe.has("superseded")) {
          recordings.add(recording(probe));
        }
      }
    }
    return recordings;
  }

  private static Recording recording(JsonObject probe) {
    Recording.Protocol protocol =
        probe.get("protocol").getAsString().equals("simple")
            ? Recording.Protocol.SIMPLE
            : Recording.Protocol.EXTENDED;
    JsonArray observed = probe.getAsJsonArray("observed");
    List<Recording.Step> steps = new ArrayList<>();
    if (probe.has("sessions")) {
      JsonArray sessions = probe.getAsJsonArray("sessions");
      for (int[] place : order(probe, sessions)) {
        steps.add(
            step(
                place[0],
                protocol,
                sessions.get(place[0]).getAsJsonArray().get(place[1]),
                observed.get(place[0]).getAsJsonArray().get(place[1])));
      }
    } else {
      JsonArray texts = probe.getAsJsonArray("steps");
      for (int index = 0; index < texts.size(); index++) {
        steps.add(step(0, protocol, texts.get(index), observed.get(index)));
      }
    }
    return new Recording(
        probe.get("id").getAsString(), strings(probe.getAsJsonArray("setup")), steps);
  }

  private static List<int[]> order(JsonObject probe, JsonArray sessions) {
    List<int[]> order = new ArrayList<>();
    if (probe.has("order")) {
      for (JsonElement pair : probe.getAsJsonArray("order")) {
        JsonArray place = pair.getAsJsonArray();
        order.add(new int[] {place.get(0).getAsInt(), place.get(1).getAsInt()});
      }
      return order;
    }
    for (int session = 0; session < sessions.size(); session++) {
      for (int step = 0; step < sessions.get(session).getAsJsonArray().size(); step++) {
        order.add(new int[] {session, step});
      }
    }
    return order;
  }

  private static Recording.Step step(
      int session, Recording.Protocol protocol, JsonElement sql, JsonElement observed) {
    JsonObject answer = observed.getAsJsonObject();
    List<Recording.Result> results = new ArrayList<>();
    if (answer.has("results")) {
      answer.getAsJsonArray("results").forEach(one -> results.add(result(one.getAsJsonObject())));
    } else {
      results.add(result(answer));
    }
    return new Recording.Step(
        session,
        protocol,
        sql.getAsString(),
        new Recording.Expected(
            answer.get("outcome").getAsString().equals("ok"),
            string(answer, "sqlstate"),
            string(answer, "message"),
            results));
  }

  private static Recording.Result result(JsonObject answer) {
    Optional<List<List<String>>> rows = Optional.empty();
    if (answer.has("rows")) {
      List<List<String>> read = new ArrayList<>();
      answer.getAsJsonArray("rows").forEach(row -> read.add(strings(row.getAsJsonArray())));
      rows = Optional.of(read);
    }
    return new Recording.Result(
        string(answer, "tag"),
        answer.has("columns")
            ? Optional.of(strings(answer.getAsJsonArray("columns")))
            : Optional.empty(),
        rows,
        answer.has("rowcount") ? Optional.of(answer.get("rowcount").getAsInt()) : Optional.empty());
  }

  private static Optional<String> string(JsonObject object, String name) {
    return object.has(name) && !object.get(name).isJsonNull()
        ? Optional.of(object.get(name).getAsString())
        : Optional.empty();
  }

  private static List<String> strings(JsonArray array) {
    List<String> strings = new ArrayList<>();
    array.forEach(element -> strings.add(element.getAsString()));
    return strings;
  }
}
