// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Files that are generated and committed. A test compares them; with {@code
 * -Dfencepost.rewrite=true} it writes them instead.
 */
final class GeneratedFiles {

  private GeneratedFiles() {}

  static void compare(Path committed, Map<String, String> generated) throws IOException {
    if (Boolean.getBoolean("fencepost.rewrite")) {
      for (Map.Entry<String, String> file : generated.entrySet()) {
        Path target = committed.resolve(file.getKey());
        Files.createDirectories(target.getParent());
        Files.writeString(target, file.getValue());
      }
    }
    TreeMap<String, String> found = new TreeMap<>(read(committed));
    found.keySet().retainAll(generated.keySet());
    assertThat(found)
        .as("run the test with -Dfencepost.rewrite=true and commit the changes")
        .isEqualTo(generated);
  }

  static Map<String, String> read(Path folder) throws IOException {
    TreeMap<String, String> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        files.put(folder.relativize(path).toString().replace('\\', '/'), Files.readString(path));
      }
    }
    return files;
  }
}
