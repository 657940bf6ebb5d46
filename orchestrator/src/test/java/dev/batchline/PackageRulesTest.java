package dev.batchline;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The written list of who may import whom, and what only one package may do. */
class PackageRulesTest {

  private static final String ROOT = "dev.batchline.";

  /** Package to the packages it may import; its own subpackages come along. */
  private static final Map<String, Set<String>> MAY_IMPORT =
      Map.ofEntries(
          Map.entry("base", Set.of()),
          Map.entry("failure", Set.of()),
          Map.entry("spec", Set.of("base", "failure", "autoscale")),
          Map.entry("plan", Set.of("base", "spec", "autoscale")),
          Map.entry("storage", Set.of("base", "plan")),
          Map.entry("telemetry", Set.of("base", "storage")),
          Map.entry("target", Set.of("base", "failure", "plan", "storage", "telemetry")),
          Map.entry(
              "target.azurebatch",
              Set.of(
                  "base",
                  "failure",
                  "plan",
                  "spec",
                  "storage",
                  "target",
                  "telemetry",
                  "autoscale")),
          Map.entry("run", Set.of("base", "failure", "plan", "spec", "storage", "target")),
          Map.entry(
              "report",
              Set.of("base", "failure", "plan", "spec", "run", "storage", "target", "telemetry")),
          Map.entry("devops", Set.of("base")));

  private static JavaClasses classes;

  @BeforeAll
  static void readClasses() {
    classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.batchline");
  }

  @TestFactory
  Stream<DynamicTest> aPackageImportsOnlyWhatItsRowAllows() {
    return MAY_IMPORT.keySet().stream()
        .sorted()
        .map(name -> DynamicTest.dynamicTest(name, () -> importsOnlyAllowed(name).check(classes)));
  }

  @Test
  void packagesDependOnEachOtherInOneDirection() {
    slices().matching("dev.batchline.(*)..").should().beFreeOfCycles().check(classes);
  }

  @Test
  void onlyOneTargetKnowsTheBatchClient() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "target.azurebatch..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.microsoft.azure..")
        .because("another target must be possible without Azure Batch")
        .check(classes);
  }

  @Test
  void onlyTheCommandLinePrints() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "cli..")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .dependOnClassesThat()
        .resideInAPackage("picocli..")
        .because("libraries that print can't be used with --output json")
        .check(classes);
  }

  @Test
  void onlyTheCommandLineNamesAConcreteTarget() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + "cli..", ROOT + "target.azurebatch..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + "target.azurebatch..")
        .because("the engine must run on any target")
        .check(classes);
  }

  @Test
  void onlyBaseReadsTheClockAndWaits() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "base..")
        .should()
        .callMethod(Thread.class, "sleep", long.class)
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .because("time that a test can't turn is behaviour that no test sees")
        .check(classes);
  }

  @Test
  void whatDecidesReadsNoFileOrSocket() {
    noClasses()
        .that()
        .haveNameMatching("dev\\.batchline\\.run\\.(RunState|RunPolicy).*")
        .or()
        .resideInAPackage(ROOT + "autoscale..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.io..", "java.net..", "java.nio.file..", "okhttp3..")
        .because("decisions are tested over thousands of histories, with no process and no clock")
        .allowEmptyShould(true)
        .check(classes);
  }

  private static ArchRule importsOnlyAllowed(String name) {
    List<String> allowed =
        Stream.concat(Stream.of(name), MAY_IMPORT.getOrDefault(name, Set.of()).stream()).toList();
    return noClasses()
        .that(in(name))
        .should()
        .dependOnClassesThat(
            new DescribedPredicate<>("are of ours and not in " + allowed) {
              @Override
              public boolean test(JavaClass other) {
                return other.getPackageName().startsWith(ROOT)
                    && allowed.stream().noneMatch(each -> owner(other).equals(each));
              }
            })
        .because("each package says what it stands on (docs/architecture.md)");
  }

  private static DescribedPredicate<JavaClass> in(String name) {
    return new DescribedPredicate<>("are in " + name) {
      @Override
      public boolean test(JavaClass type) {
        return owner(type).equals(name);
      }
    };
  }

  /** The row of the table that a class belongs to: the longest that its package begins with. */
  private static String owner(JavaClass type) {
    String inside = type.getPackageName().substring(ROOT.length());
    return MAY_IMPORT.keySet().stream()
        .filter(row -> inside.equals(row) || inside.startsWith(row + "."))
        .max((a, b) -> Integer.compare(a.length(), b.length()))
        .orElse(Arrays.asList(inside.split("\\.")).get(0));
  }
}
