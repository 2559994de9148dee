// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.engine.cli.Fencepost;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BenchCommandTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--seconds 0|the bench takes 1 to 3600 seconds a cell (see 'fencepost bench --help')",
        "--repetitions 0|the bench takes 1 to 100 repetitions (see 'fencepost bench --help')",
        "--threads 101|the bench takes 1 to 100 threads (see 'fencepost bench --help')",
        "--round-trip-time 1000|the bench takes 0 to 999 ms of added round-trip time (see"
            + " 'fencepost bench --help')",
        "--second 1|unknown option '--second'; did you mean '--seconds'? (see 'fencepost bench"
            + " --help')"
      })
  void badInputGivesOneLine(String arguments, String line) {
    Result result = run(("bench " + arguments).split(" ", -1));

    assertThat(result.err()).isEqualTo("fencepost: " + line + "\n");
    assertThat(result.status()).isEqualTo(2);
  }

  @Test
  void helpHasExamples() {
    Result result = run("bench", "--help");

    assertThat(result.out()).startsWith("Usage: fencepost bench").contains("Examples:");
    assertThat(result.status()).isZero();
  }

  @Test
  void itEndsWithBothRatiosAndCountsRoundTripsCommitsAndBytes() {
    Result result = run("bench", "--seconds", "1", "--repetitions", "1", "--threads", "4");

    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
    assertThat(result.out())
        .containsPattern("(?m)^F2 .* 1\\.0\\d +1\\.\\d\\d +\\d+ +\\d+ +\\d+$")
        .containsPattern("(?m)^F3 .* 7\\.\\d\\d +1\\.\\d\\d +\\d+ +\\d+ +\\d+$")
        .containsPattern("(?m)^SPI .* 1\\.0\\d +1\\.\\d\\d +\\d+ +\\d+ +\\d+$")
        .containsPattern("ratio to F2: \\d+\\.\\d\\d\\Rratio to F3: \\d+\\.\\d\\d\\R$");
  }

  @Test
  void overANetworkTheRatioIsThatOfTheRoundTrips() {
    Result result =
        run(
            "bench",
            "--seconds",
            "1",
            "--repetitions",
            "1",
            "--threads",
            "4",
            "--round-trip-time",
            "25");

    assertThat(result.status()).isZero();
    Matcher ratio = Pattern.compile("ratio to F3: (\\S+)").matcher(result.out());
    assertThat(ratio.find()).isTrue();
    assertThat(Double.parseDouble(ratio.group(1))).isGreaterThan(4);
  }

  @Test
  void asJsonStandardOutputHasOneObjectForEachCell() {
    Result result =
        run("bench", "--seconds", "1", "--repetitions", "1", "--threads", "2", "--json");

    assertThat(result.status()).isZero();
    assertThat(result.out().lines())
        .hasSize(4)
        .allMatch(line -> line.startsWith("{\"cell\":\"") && line.endsWith("}"));
    assertThat(result.err()).containsPattern("ratio to F3: \\d+\\.\\d\\d\\R$");
  }

  @Test
  void onDsqlTheFencesStandBesideEachOtherAndWritersOfOneShardHardlyAbort() {
    Result result =
        run("bench", "--backend", "dsql", "--seconds", "2", "--repetitions", "1", "--json");

    assertThat(result.status()).isZero();
    assertThat(result.out().lines()).hasSize(3);
    assertThat(result.out())
        .containsPattern("\"cas, 16 stripes\".*\"aborted_share\":0\\.00\\d+")
        .containsPattern("\"key-share\".*\"aborted_share\":0\\.00\\d+")
        .containsPattern("\"cas, 1 stripe\".*\"round_trips_per_update\":1\\.0\\d+");
    assertThat(result.err())
        .containsPattern("(?m)^cas, 16 stripes .* 1\\.\\d\\d +0\\.\\d\\d % +0\\.\\d{4}$");
  }

  private static Result run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status = Fencepost.execute(new PrintWriter(out), new PrintWriter(err), arguments);
    return new Result(status, out.toString(), err.toString());
  }

  private record Result(int status, String out, String err) {}
}
