// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.bench;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The diagram of the modules, as rules. A package's root says which module it belongs to. */
final class ModuleArrowsTest {

  private static final String ROOT = "dev.fencepost.";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.fencepost");

  /** A module, its package, and the modules its code may name. */
  enum Module {
    PLUGIN_API("spi"),
    SCHEMA("schema", "spi"),
    PLUGIN_POSTGRES("postgres", "spi", "schema"),
    PLUGIN_DSQL("dsql", "spi", "schema", "postgres"),
    DSQL_SIMULATOR("dsql.simulator"),
    PLUGIN_TESTKIT("testkit", "spi"),
    ENGINE("engine", "spi"),
    BENCH("bench", "spi", "schema", "postgres", "dsql", "dsql.simulator", "testkit", "engine");

    private final String name;

    @SuppressWarnings("ImmutableEnumChecker") // always of Set.of
    private final Set<String> seen;

    Module(String name, String... seen) {
      this.name = name;
      this.seen = Set.of(seen);
    }

    /** The simulator's packages begin as the plugin's do. */
    private String[] packages() {
      return this == PLUGIN_DSQL
          ? new String[] {ROOT + name, ROOT + name + ".internal.."}
          : new String[] {ROOT + name + ".."};
    }

    /** The plugin for DSQL is made of the stores of the one for Postgres. */
    private boolean sharesInternalsOf(Module other) {
      return this == PLUGIN_DSQL && other == PLUGIN_POSTGRES;
    }

    private boolean sees(Module other) {
      return other == this || seen.contains(other.name);
    }
  }

  @Test
  void everyClassBelongsToAModule() {
    String[] packages = packagesOf(module -> true);
    classes().should().resideInAnyPackage(packages).check(CLASSES);
  }

  @ParameterizedTest
  @EnumSource
  void everyModuleHasClasses(Module module) {
    assertThat(CLASSES.that(resideInAnyPackage(module.packages()))).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void codeNamesOnlyTheModulesItsArrowsPointAt(Module module) {
    String[] unseen = packagesOf(other -> !module.sees(other));
    noClasses()
        .that()
        .resideInAnyPackage(module.packages())
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(unseen)
        .check(CLASSES);
  }

  @ParameterizedTest
  @EnumSource
  void internalPackagesAreUsedOnlyInsideTheirModule(Module module) {
    String[] insiders = packagesOf(other -> other == module || other.sharesInternalsOf(module));
    noClasses()
        .that()
        .resideOutsideOfPackages(insiders)
        .should()
        .dependOnClassesThat(internalTo(module))
        .check(CLASSES);
  }

  private static String[] packagesOf(Predicate<Module> modules) {
    return Arrays.stream(Module.values())
        .filter(modules)
        .flatMap(module -> Arrays.stream(module.packages()))
        .toArray(String[]::new);
  }

  private static DescribedPredicate<JavaClass> internalTo(Module module) {
    return resideInAnyPackage(module.packages()).and(resideInAPackage("..internal.."));
  }

  @Test
  void theSpiKnowsNoLibraryBesideItsThree() {
    classes()
        .that()
        .resideInAPackage("dev.fencepost.spi..")
        .should(
            onlyDependOnClassesThat(
                resideInAnyPackage(
                    "dev.fencepost.spi..",
                    "java.lang..",
                    "java.io..",
                    "java.net..",
                    "java.nio..",
                    "java.time..",
                    "java.util..",
                    "org.jspecify.annotations..",
                    "org.slf4j..",
                    "io.micrometer.core..")))
        .check(CLASSES);
  }

  @Test
  void theSpiShowsNoJdbcAndNoJooq() {
    noClasses()
        .that()
        .resideInAPackage("dev.fencepost.spi..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..", "javax.sql..", "org.jooq..")
        .check(CLASSES);
  }
}
