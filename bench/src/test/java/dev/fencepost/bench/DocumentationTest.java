// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.spi.metric.PersistenceMetric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documentation says of the code is true. */
final class DocumentationTest {

  private static final Path ROOT = Path.of("..");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");

  @Test
  void theReadmeShowsTheExampleThatIsTested() throws IOException {
    String readme = Files.readString(ROOT.resolve("README.md"));
    int start = readme.indexOf("```java\n") + "```java\n".length();
    String shown = readme.substring(start, readme.indexOf("```", start));

    String source =
        Files.readString(Path.of("src/test/java/dev/fencepost/bench/ReadmeExampleTest.java"));
    assertThat(withoutWhiteSpace(source)).contains(withoutWhiteSpace(shown));
  }

  @Test
  void everyLinkLeadsToAFile() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path page : pages()) {
      Matcher links = LINK.matcher(Files.readString(page));
      while (links.find()) {
        if (!Files.exists(page.resolveSibling(links.group(1)))) {
          broken.add(page + ": " + links.group(1));
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void operationsListsEveryPersistenceMetric() throws IOException {
    String operations = Files.readString(ROOT.resolve("docs/operations.md"));
    for (PersistenceMetric metric : PersistenceMetric.values()) {
      assertThat(operations).contains(metric.meterName().replace('.', '_'));
    }
  }

  private static String withoutWhiteSpace(String text) {
    return text.replaceAll("\\s+", "");
  }

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    pages.add(ROOT.resolve("README.md"));
    pages.add(ROOT.resolve("CONTRIBUTING.md"));
    try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
      files.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
    }
    return pages;
  }
}
