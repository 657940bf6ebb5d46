package dev.batchline.emulator.engine;

import dev.batchline.emulator.engine.Applications.Application;
import dev.batchline.emulator.model.ErrorCode;
import dev.batchline.emulator.model.PackageReference;
import dev.batchline.emulator.node.NodeCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Application packages that pools and tasks refer to. */
final class Packages {

  private static final int MOST_REFERENCES = 10;

  private final Applications applications;

  Packages(Applications applications) {
    this.applications = applications;
  }

  /**
   * Checks references.
   *
   * @param ofPool whether a version that is left out must have a default now; of a task it must
   *     when the task runs
   */
  void check(List<PackageReference> references, boolean ofPool) {
    if (references.size() > MOST_REFERENCES) {
      throw ErrorCode.invalidValue(
          "applicationPackageReferences",
          references.size() + " references",
          "There can be at most 10.");
    }
    Map<String, String> unknown = new HashMap<>();
    for (PackageReference reference : references) {
      if (!exists(reference, ofPool)) {
        unknown.put(reference.applicationId(), "The specified application package does not exist.");
      }
    }
    if (!unknown.isEmpty()) {
      throw ErrorCode.INVALID_APPLICATION_PACKAGES.error(unknown);
    }
  }

  private boolean exists(PackageReference reference, boolean needsVersion) {
    Optional<Application> application = applications.find(reference.applicationId());
    return application.isPresent()
        && (zip(reference).isPresent()
            || (!needsVersion && version(application.get(), reference).isEmpty()));
  }

  private static Optional<String> version(Application application, PackageReference reference) {
    return reference.version().or(application::defaultVersion);
  }

  private Optional<Path> zip(PackageReference reference) {
    return applications
        .find(reference.applicationId())
        .flatMap(one -> version(one, reference).map(version -> one.versions().get(version)));
  }

  private String name(PackageReference reference) {
    return applications
        .find(reference.applicationId())
        .map(Application::id)
        .orElse(reference.applicationId());
  }

  /**
   * What a node is to unpack before a command runs.
   *
   * @param root of the node
   */
  List<NodeCommand.ApplicationPackage> of(List<PackageReference> references, Path root) {
    List<NodeCommand.ApplicationPackage> packages = new ArrayList<>();
    for (PackageReference reference : references) {
      packages.add(
          new NodeCommand.ApplicationPackage(
              name(reference) + reference.version().map(version -> " " + version).orElse(""),
              zip(reference),
              directory(reference, root)));
    }
    return packages;
  }

  private Path directory(PackageReference reference, Path root) {
    String version =
        applications
            .find(reference.applicationId())
            .flatMap(one -> version(one, reference))
            .orElse("none");
    return root.resolve("applications").resolve(name(reference)).resolve(version);
  }

  /** The variables that say where packages are; they bear the version only if it was asked for. */
  Map<String, String> environment(List<PackageReference> references, Path root) {
    Map<String, String> environment = new HashMap<>();
    for (PackageReference reference : references) {
      String name = name(reference) + reference.version().map(version -> "_" + version).orElse("");
      environment.put(
          "AZ_BATCH_APP_PACKAGE_" + name.replaceAll("[-.#]", "_"),
          directory(reference, root).toString());
    }
    return environment;
  }
}
