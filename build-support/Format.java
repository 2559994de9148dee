// SPDX-License-Identifier: Apache-2.0
import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions.Style;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import com.google.googlejavaformat.java.StringWrapper;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Compares every Java source of the project with what google-java-format makes of it, or writes
 * that. It runs in a JVM of the selected JDK, because the formatter parses with that JDK's own
 * compiler and Maven may run on an older one.
 */
public final class Format {

  private static final Set<String> SKIPPED = Set.of("target", "generated", ".git", ".idea");

  private Format() {}

  /** Takes {@code check} or {@code write}, and the project's folder. */
  public static void main(String[] arguments) throws IOException {
    boolean write = arguments[0].equals("write");
    Path root = Path.of(arguments[1]);
    Queue<String> complaints = new ConcurrentLinkedQueue<>();
    sources(root).parallelStream()
        .forEach(source -> visit(source, write, root.relativize(source), complaints));
    complaints.stream().sorted().forEach(System.err::println);
    if (!complaints.isEmpty()) {
      System.err.println("run build-support/format, then commit what it changed");
      System.exit(1);
    }
  }

  private static void visit(Path source, boolean write, Path name, Queue<String> complaints) {
    try {
      String before = Files.readString(source);
      String after = format(before);
      if (before.equals(after)) {
        return;
      }
      if (write) {
        Files.writeString(source, after);
      } else {
        complaints.add(name + ": not in google-java-format style");
      }
    } catch (FormatterException | IOException broken) {
      complaints.add(name + ": " + broken.getMessage());
    }
  }

  private static String format(String text) throws FormatterException {
    Formatter formatter = new Formatter();
    String ordered =
        ImportOrderer.reorderImports(RemoveUnusedImports.removeUnusedImports(text), Style.GOOGLE);
    return StringWrapper.wrap(formatter.formatSource(ordered), formatter);
  }

  private static List<Path> sources(Path root) throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes unused) {
            return SKIPPED.contains(folder.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes unused) {
            if (file.toString().endsWith(".java")) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return found;
  }
}
