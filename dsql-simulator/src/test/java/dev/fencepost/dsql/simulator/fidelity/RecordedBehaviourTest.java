// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.fidelity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Replays recordings of the real service, where there is a file of them: named by the system
 * property or the environment variable below, or beside the project. What is known to differ is
 * listed here, and with its reason in the manual of the simulator.
 */
class RecordedBehaviourTest {

  private static final String PROPERTY = "dsql.observed";
  private static final String VARIABLE = "DSQL_OBSERVED";
  private static final Path BESIDE = Path.of("shared", "dsql", "observed.json");
  private static final double LEAST_SHARE = 0.98;

  /** Recordings that differ, with the reason. */
  private static final Map<String, String> KNOWN =
      Map.of("aps1_txn_age", "would take 310 seconds; the limit has tests of its own");

  @TestFactory
  Stream<DynamicTest> everyRecordingIsAnsweredAsTheServiceDid() throws IOException {
    Optional<Path> file = file();
    return file.isEmpty() ? Stream.empty() : replay(ObservedFile.read(file.get())).stream();
  }

  @Test
  void theManualNamesEveryRecordingThatDiffers() throws IOException {
    String manual = Files.readString(Path.of("..", "docs", "dsql-simulator.md"));
    assertThat(KNOWN.keySet()).allSatisfy(id -> assertThat(manual).contains("| `" + id + "` |"));
  }

  private static List<DynamicTest> replay(List<Recording> recordings) throws IOException {
    Map<String, List<String>> different = new LinkedHashMap<>();
    List<DynamicTest> tests = new ArrayList<>();
    try (Replay replay = new Replay()) {
      for (Recording recording : recordings) {
        boolean known = KNOWN.containsKey(recording.id());
        List<String> differences = known ? List.of() : replay.differences(recording);
        if (known || !differences.isEmpty()) {
          different.put(recording.id(), differences);
        }
        if (!known) {
          tests.add(
              DynamicTest.dynamicTest(recording.id(), () -> assertThat(differences).isEmpty()));
        }
      }
    }
    double share = 1 - (double) different.size() / recordings.size();
    tests.add(
        DynamicTest.dynamicTest(
            recordings.size() - different.size() + " of " + recordings.size(),
            () -> assertThat(share).as("%s", different).isGreaterThanOrEqualTo(LEAST_SHARE)));
    return tests;
  }

  private static Optional<Path> file() {
    String named = System.getProperty(PROPERTY, System.getenv().getOrDefault(VARIABLE, ""));
    if (!named.isEmpty()) {
      Path file = Path.of(named);
      assertThat(file).as("the file of recordings").exists();
      return Optional.of(file);
    }
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null) {
      if (Files.exists(folder.resolve(BESIDE))) {
        return Optional.of(folder.resolve(BESIDE));
      }
      folder = folder.getParent();
    }
    return Optional.empty();
  }
}
