// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.tck;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kit as a process of its own, on the reference and on nonsense. */
final class TckTest {

  @TempDir private Path folder;

  private record Result(int exitStatus, String output) {}

  private Result run(Map<String, String> environment) throws IOException, InterruptedException {
    Path output = folder.resolve("output.txt");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Tck.class.getName());
    builder.environment().keySet().removeIf(name -> name.startsWith("FENCEPOST_"));
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    try {
      assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
      return new Result(process.exitValue(), Files.readString(output, UTF_8));
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void aSoundPluginIsCertified() throws Exception {
    Path config = Files.writeString(folder.resolve("memory.properties"), "database = certified\n");
    Result result =
        run(
            Map.of(
                "FENCEPOST_TCK_PLUGIN", "memory",
                "FENCEPOST_TCK_CONFIG", config.toString(),
                "FENCEPOST_TCK_WITHOUT", "MEMBER_EXPIRY, LONG_LISTS"));
    assertThat(result.output()).containsPattern("\\d{3} checks passed, 0 failed, \\d+ aborted");
    assertThat(result.output()).doesNotContain(" 0 aborted");
    assertThat(result.exitStatus()).isZero();
  }

  @Test
  void withoutAPluginOneLineSaysWhatToSet() throws Exception {
    Result result = run(Map.of());
    assertThat(result.output()).contains("set FENCEPOST_TCK_PLUGIN", "memory");
    assertThat(result.exitStatus()).isEqualTo(2);
  }

  @Test
  void anUnknownPluginOrSettingIsNamed() throws Exception {
    Result unknownPlugin = run(Map.of("FENCEPOST_TCK_PLUGIN", "nonsense"));
    assertThat(unknownPlugin.output()).contains("unknown persistence backend 'nonsense'", "memory");
    assertThat(unknownPlugin.exitStatus()).isEqualTo(2);
    Path config = Files.writeString(folder.resolve("wrong.properties"), "databse = typo\n");
    Result unknownKey =
        run(Map.of("FENCEPOST_TCK_PLUGIN", "memory", "FENCEPOST_TCK_CONFIG", config.toString()));
    assertThat(unknownKey.output()).contains("unknown key 'databse'", "wrong.properties");
    assertThat(unknownKey.exitStatus()).isEqualTo(2);
  }
}
