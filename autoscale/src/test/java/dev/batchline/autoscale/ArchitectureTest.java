package dev.batchline.autoscale;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;

@AnalyzeClasses(
    packages = "dev.batchline.autoscale",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule THE_LIBRARY_DEPENDS_ON_NOTHING =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("dev.batchline.autoscale..", "java..", "org.jspecify..")
          .because("people install it alone; the annotations are gone at run time");

  @ArchTest
  static final ArchRule NOTHING_READS_FILES_OR_SOCKETS =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.nio..", "java.net..", "java.lang.reflect..")
          .because("equal conditions give equal evaluations");

  @ArchTest
  static final ArchRule NOTHING_READS_A_CLOCK =
      noClasses()
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Clock.class)
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .because("the instant of an evaluation is one of its conditions");

  @ArchTest
  static final ArchRule THE_LANGUAGE_KNOWS_NO_SIMULATION =
      noClasses()
          .that()
          .resideInAPackage("dev.batchline.autoscale")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.batchline.autoscale.simulation")
          .because("an emulator needs the one without the other");
}
