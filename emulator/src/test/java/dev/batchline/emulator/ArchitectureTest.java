package dev.batchline.emulator;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;

/** Who may use whom in the emulator, and why. */
@AnalyzeClasses(
    packages = "dev.batchline.emulator",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.batchline.emulator.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule httpKnowsNoRuleOfBatch =
      noClasses()
          .that(resideInAPackage("..emulator.http.."))
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "..emulator.engine..", "..emulator.schedule..", "..emulator.node.."))
          .because("rules of Batch are in one place, and HTTP asks for them by BatchService");

  @ArchTest
  static final ArchRule theModelAndTheSchedulerReadNoFileSocketOrThread =
      noClasses()
          .that(resideInAnyPackage("..emulator.model..", "..emulator.schedule.."))
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "java.net..", "java.nio.channels..", "java.util.concurrent..", "okhttp3.."))
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.nio.file.Files")
          .because("they must give the same answer for the same account and time");

  @ArchTest
  static final ArchRule onlyTimeReadsTheClock =
      noClasses()
          .that()
          .resideOutsideOfPackage("..emulator.time..")
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(Thread.class, "sleep", long.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Clock.class)
          .because("tests let time pass, and users choose its pace");

  @ArchTest
  static final ArchRule theSchedulerKnowsTheAccountAlone =
      noClasses()
          .that(resideInAPackage("..emulator.schedule.."))
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "..emulator.engine..",
                  "..emulator.node..",
                  "..emulator.http..",
                  "..emulator.time.."))
          .because("it is a function of (account, now)");

  @ArchTest
  static final ArchRule nodesKnowNothingOfTheAccount =
      noClasses()
          .that(resideInAPackage("..emulator.node.."))
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "..emulator.engine..", "..emulator.model..", "..emulator.schedule.."))
          .because("a node runs what it is told");
}
