// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.fidelity;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Reads the project's own probes. The format is described at the head of the file. */
final class ProbeFile {

  private final List<Recording> recordings = new ArrayList<>();
  private String id = "";
  private List<String> setup = new ArrayList<>();
  private List<Recording.Step> steps = new ArrayList<>();
  private String sql = "";
  private int session;
  private Recording.Protocol protocol = Recording.Protocol.EXTENDED;
  private Optional<String> failure = Optional.empty();
  private List<Recording.Result> results = new ArrayList<>();

  private ProbeFile() {}

  static List<Recording> read() throws IOException {
    ProbeFile file = new ProbeFile();
    try (InputStream stream =
        Objects.requireNonNull(ProbeFile.class.getResourceAsStream("probes.txt"))) {
      new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(file::line);
    }
    file.endProbe();
    return file.recordings;
  }

  private void line(String line) {
    if (line.startsWith("## ")) {
      endProbe();
      id = line.substring(3);
    } else if (line.startsWith("setup ")) {
      setup.add(line.substring(6));
    } else if (line.startsWith("! ")) {
      failure = Optional.of(line.substring(2));
    } else if (line.startsWith("= ")) {
      results.add(
          new Recording.Result(
              Optional.of(line.substring(2)),
              Optional.empty(),
              Optional.empty(),
              Optional.empty()));
    } else if (line.startsWith(": ")) {
      columns(List.of(line.substring(2).split(", ")));
    } else if (line.startsWith("| ")) {
      row(List.of(line.substring(2).split(" \\| ")));
    } else if (!line.isEmpty() && !line.startsWith("#")) {
      endStep();
      session = line.charAt(0) - 'A';
      protocol = line.startsWith(">>", 1) ? Recording.Protocol.SIMPLE : Recording.Protocol.EXTENDED;
      sql = line.substring(line.indexOf(' ') + 1);
    }
  }

  private void columns(List<String> names) {
    Recording.Result last = results.removeLast();
    results.add(new Recording.Result(last.tag(), Optional.of(names), last.rows(), last.count()));
  }

  private void row(List<String> values) {
    Recording.Result last = results.removeLast();
    List<List<String>> rows = new ArrayList<>(last.rows().orElse(List.of()));
    rows.add(values);
    results.add(new Recording.Result(last.tag(), last.columns(), Optional.of(rows), last.count()));
  }

  private void endStep() {
    if (!sql.isEmpty()) {
      Optional<String> state = failure.map(text -> text.substring(0, 5));
      Optional<String> message = failure.map(text -> text.substring(6));
      steps.add(
          new Recording.Step(
              session,
              protocol,
              sql,
              new Recording.Expected(failure.isEmpty(), state, message, results)));
    }
    sql = "";
    failure = Optional.empty();
    results = new ArrayList<>();
  }

  private void endProbe() {
    endStep();
    if (!steps.isEmpty()) {
      recordings.add(new Recording(id, setup, steps));
    }
    setup = new ArrayList<>();
    steps = new ArrayList<>();
  }
}
