// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.cli;

import dev.fencepost.spi.schema.AppliedMigration;
import dev.fencepost.spi.schema.SchemaAdministration;
import dev.fencepost.spi.schema.SchemaStatus;
import java.io.PrintWriter;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Installs, upgrades, checks and drops the schema. */
@Command(
    name = "schema",
    description = "Install, upgrade, check or drop the tables in the database.",
    synopsisSubcommandLabel = "SUBCOMMAND",
    footer = {
      "%nExamples:",
      "  fencepost schema setup --config fencepost.yaml",
      "  fencepost schema version --url jdbc:postgresql://localhost/workflows --user fencepost",
      "  fencepost schema drop --config fencepost.yaml --yes",
    })
final class SchemaCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  private SchemaCommand() {}

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "missing subcommand: one of " + String.join(", ", spec.subcommands().keySet()));
  }

  @Command(
      name = "setup",
      description = "Install the newest version into a database that has none.",
      footer = {"%nExample:", "  fencepost schema setup --config fencepost.yaml"})
  int setup(@Mixin DatabaseOptions database) {
    try (SchemaAdministration administration = database.open(spec)) {
      List<AppliedMigration> applied = administration.setup();
      printApplied(applied, administration);
      return ExitStatus.OK.code();
    }
  }

  @Command(
      name = "update",
      description = "Upgrade an existing schema.",
      footer = {
        "%nExamples:",
        "  fencepost schema update --config fencepost.yaml",
        "  fencepost schema update --config fencepost.yaml --to 1"
      })
  int update(
      @Mixin DatabaseOptions database,
      @Option(
              names = "--to",
              paramLabel = "VERSION",
              description = "The version to reach; the newest if not given.")
          @Nullable Integer target) {
    try (SchemaAdministration administration = database.open(spec)) {
      if (target != null && (target < 1 || target > administration.latestVersion())) {
        throw new ParameterException(
            spec.commandLine(),
            "there is no schema version "
                + target
                + ": this release knows 1 to "
                + administration.latestVersion());
      }
      List<AppliedMigration> applied =
          administration.update(target == null ? OptionalInt.empty() : OptionalInt.of(target));
      printApplied(applied, administration);
      return ExitStatus.OK.code();
    }
  }

  @Command(
      name = "version",
      description = "Print which version is installed, and which this release was built for.",
      footer = {"%nExample:", "  fencepost schema version --config fencepost.yaml"})
  int version(@Mixin DatabaseOptions database) {
    try (SchemaAdministration administration = database.open(spec)) {
      out()
          .println(
              switch (administration.status()) {
                case SchemaStatus.Missing missing ->
                    "installed: none, this release: " + missing.expected();
                case SchemaStatus.Current current -> both(current.expected(), current.expected());
                case SchemaStatus.Older older -> both(older.actual(), older.expected());
                case SchemaStatus.Newer newer -> both(newer.actual(), newer.expected());
                case SchemaStatus.Tampered tampered -> both(tampered.actual(), tampered.expected());
              });
      for (AppliedMigration migration : administration.history()) {
        out()
            .println(
                "  "
                    + migration.version()
                    + "  "
                    + migration.appliedAt()
                    + "  "
                    + migration.description());
      }
      return ExitStatus.OK.code();
    }
  }

  @Command(
      name = "validate",
      description =
          "Compare the schema with what this release was built for; exit 1 if it differs.",
      footer = {"%nExample:", "  fencepost schema validate --config fencepost.yaml"})
  int validate(@Mixin DatabaseOptions database) {
    try (SchemaAdministration administration = database.open(spec)) {
      out()
          .println(
              switch (administration.status()) {
                case SchemaStatus.Current current ->
                    "schema version " + current.expected() + " is as this release made it";
                case SchemaStatus.Missing missing ->
                    throw CommandFailure.failed(
                        "the database has no schema: run 'fencepost schema setup'");
                case SchemaStatus.Older older ->
                    throw CommandFailure.failed(
                        "the schema has version "
                            + older.actual()
                            + ", this release needs "
                            + older.expected()
                            + ": run 'fencepost schema update'");
                case SchemaStatus.Newer newer ->
                    throw CommandFailure.failed(
                        "the schema has version "
                            + newer.actual()
                            + ", this release knows only up to "
                            + newer.expected()
                            + ": use a newer release");
                case SchemaStatus.Tampered tampered ->
                    throw CommandFailure.failed(
                        "the schema was changed by hand: "
                            + tampered.difference()
                            + "; restore it as version "
                            + tampered.actual()
                            + " made it");
              });
      return ExitStatus.OK.code();
    }
  }

  @Command(
      name = "drop",
      description = "Drop every table with all workflows. Asks first.",
      footer = {"%nExample:", "  fencepost schema drop --config fencepost.yaml --yes"})
  int drop(
      @Mixin DatabaseOptions database,
      @Option(names = "--yes", description = "Do not ask.") boolean confirmed) {
    if (!confirmed) {
      Question.requireYes(
          spec.commandLine(),
          "This deletes every workflow in " + database.describe() + ". Type 'yes' to go on: ",
          "drop deletes every workflow: confirm with --yes");
    }
    try (SchemaAdministration administration = database.open(spec)) {
      administration.drop();
      out().println("schema dropped");
      return ExitStatus.OK.code();
    }
  }

  private void printApplied(List<AppliedMigration> applied, SchemaAdministration administration) {
    applied.forEach(
        migration ->
            out().println("version " + migration.version() + ": " + migration.description()));
    if (applied.isEmpty()) {
      out().println("nothing to do");
    }
    if (administration.status() instanceof SchemaStatus.Current current) {
      out().println("schema version " + current.expected() + " is installed");
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private static String both(int installed, int release) {
    return "installed: " + installed + ", this release: " + release;
  }
}
