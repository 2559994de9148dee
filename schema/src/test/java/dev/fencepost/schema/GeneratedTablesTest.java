// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jooq.codegen.GenerationTool;
import org.jooq.meta.jaxb.Configuration;
import org.jooq.meta.jaxb.Database;
import org.jooq.meta.jaxb.Generate;
import org.jooq.meta.jaxb.Generator;
import org.jooq.meta.jaxb.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The committed tables and shapes are what the statements make. */
class GeneratedTablesTest {

  private static final String PACKAGE = "dev.fencepost.schema.generated";

  private final ConnectionSource database = EmbeddedDatabase.fresh();
  private final SchemaDialect dialect = new PostgresSchemaDialect();

  static List<SchemaDialect> dialects() {
    return List.of(new PostgresSchemaDialect(), new DsqlSchemaDialect());
  }

  /** PostgreSQL builds every index at once. */
  @ParameterizedTest
  @MethodSource("dialects")
  void theCommittedShapesAreThoseOfTheStatements(SchemaDialect dialect) throws Exception {
    Map<String, String> shapes = new TreeMap<>();
    try (Connection connection = database.open();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA fencepost");
      for (Migration migration : Migrations.load(dialect)) {
        for (String sql : migration.statements()) {
          statement.execute(sql.replace("${schema}", "fencepost").replace(" ASYNC", ""));
        }
        List<String> lines = new SchemaShape(dialect.shape(connection, "fencepost")).lines();
        shapes.put(
            "V%d__%s.shape.txt"
                .formatted(migration.version(), migration.description().replace(' ', '_')),
            String.join("\n", lines) + "\n");
      }
    }
    GeneratedFiles.compare(
        Path.of("src/main/resources/dev/fencepost/schema").resolve(dialect.folder()), shapes);
  }

  @Test
  void theCommittedTablesAreThoseOfTheStatements(@TempDir Path folder) throws Exception {
    try (Connection connection = database.open();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA fencepost");
      for (Migration migration : Migrations.load(dialect)) {
        for (String sql : migration.statements()) {
          statement.execute(sql.replace("${schema}", "fencepost"));
        }
      }
      generate(connection, folder);
    }
    Path generated = folder.resolve(PACKAGE.replace('.', '/'));
    Path committed = Path.of("src/main/java").resolve(PACKAGE.replace('.', '/'));
    Files.createDirectories(committed);
    Map<String, String> tables = GeneratedFiles.read(generated);
    assertThat(tables).containsKey("Tables.java");
    tables.replaceAll(
        (name, text) -> "// SPDX-License-Identifier: Apache-2.0\n" + text.strip() + "\n");
    GeneratedFiles.compare(committed, tables);
  }

  private static void generate(Connection connection, Path folder) throws Exception {
    GenerationTool tool = new GenerationTool();
    tool.setConnection(connection);
    tool.run(
        new Configuration()
            .withGenerator(
                new Generator()
                    .withDatabase(
                        new Database()
                            .withName("org.jooq.meta.postgres.PostgresDatabase")
                            .withInputSchema("fencepost")
                            .withExcludes("schema_migrations"))
                    .withGenerate(
                        new Generate()
                            .withRecords(false)
                            .withGeneratedAnnotation(false)
                            .withJavadoc(false)
                            .withRelations(true)
                            .withIndexes(false)
                            .withGlobalCatalogReferences(false))
                    .withTarget(
                        new Target().withPackageName(PACKAGE).withDirectory(folder.toString()))));
  }
}
