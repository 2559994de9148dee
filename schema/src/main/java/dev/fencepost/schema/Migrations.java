// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the migrations of a dialect: version n is the n-th line of its list of versions. */
final class Migrations {

  private static final Pattern NAME = Pattern.compile("V(\\d+)__(\\w+)");

  private Migrations() {}

  static List<Migration> load(SchemaDialect dialect) {
    List<Migration> migrations = new ArrayList<>();
    for (String name : text(dialect, "versions.txt").lines().toList()) {
      Matcher matcher = NAME.matcher(name);
      if (!matcher.matches() || Integer.parseInt(matcher.group(1)) != migrations.size() + 1) {
        throw new IllegalStateException(
            "line " + (migrations.size() + 1) + " of the versions is '" + name + "'");
      }
      String sql = text(dialect, name + ".sql");
      migrations.add(
          new Migration(
              migrations.size() + 1,
              matcher.group(2).replace('_', ' '),
              checksum(sql),
              statements(sql),
              statements(text(dialect, name + ".undo.sql")),
              new SchemaShape(text(dialect, name + ".shape.txt").lines().toList())));
    }
    return List.copyOf(migrations);
  }

  static List<String> statements(String sql) {
    List<String> statements = new ArrayList<>();
    StringBuilder current = new StringBuilder();
    for (String line : sql.lines().toList()) {
      if (line.startsWith("--") || line.isBlank()) {
        continue;
      }
      if (line.endsWith(";")) {
        statements.add(current.append(line, 0, line.length() - 1).toString());
        current.setLength(0);
      } else {
        current.append(line).append('\n');
      }
    }
    if (!current.isEmpty()) {
      throw new IllegalStateException("the last statement has no end: " + current);
    }
    return statements;
  }

  private static String text(SchemaDialect dialect, String file) {
    String resource = dialect.folder() + "/" + file;
    try (InputStream stream = Migrations.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException("the jar lacks " + resource);
      }
      return new String(stream.readAllBytes(), UTF_8).replace("\r\n", "\n");
    } catch (IOException unreadable) {
      throw new UncheckedIOException("can't read " + resource, unreadable);
    }
  }

  private static String checksum(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }
}
