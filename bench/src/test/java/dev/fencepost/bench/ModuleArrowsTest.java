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
    PLUGIN_TESTKIT("testkit", "spi"),
    ENGINE("engine", "spi"),
    BENCH("bench", "spi", "schema", "postgres", "testkit", "engine");

    private final String name;

    @SuppressWarnings("ImmutableEnumChecker") // always of Set.of
    private final Set<String> seen;

    Module(String name, String... seen) {
      this.name = name;
      this.seen = Set.of(seen);
    }

    private String packages() {
      return ROOT + name + "..";
    }

    private boolean sees(Module other) {
      return other == this || seen.contains(other.name);
    }
  }

  @Test
  void everyClassBelongsToAModule() {
    String[] packages = Arrays.stream(Module.values()).map(Module::packages).toArray(String[]::new);
    classes().should().resideInAnyPackage(packages).check(CLASSES);
  }

  @ParameterizedTest
  @EnumSource
  void everyModuleHasClasses(Module module) {
    assertThat(CLASSES.that(resideInAPackage(module.packages()))).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void codeNamesOnlyTheModulesItsArrowsPointAt(Module module) {
    String[] unseen =
        Arrays.stream(Module.values())
            .filter(other -> !module.sees(other))
            .map(Module::packages)
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(module.packages())
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(unseen)
        .check(CLASSES);
  }

  @ParameterizedTest
  @EnumSource
  void internalPackagesAreUsedOnlyInsideTheirModule(Module module) {
    noClasses()
        .that()
        .resideOutsideOfPackage(module.packages())
        .should()
        .dependOnClassesThat(internalTo(module))
        .check(CLASSES);
  }

  private static DescribedPredicate<JavaClass> internalTo(Module module) {
    return resideInAPackage(module.packages()).and(resideInAPackage("..internal.."));
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
