package dev.batchline.spec;

import dev.batchline.spec.SourceNode.Kind;
import dev.batchline.spec.SourceNode.Mapping;
import dev.batchline.spec.SourceNode.Scalar;
import dev.batchline.spec.SourceNode.Sequence;
import java.util.List;
import java.util.Optional;

/** Reads lists of paths and globs of files on this machine. */
final class FilesReader {

  /** What a file is called that the build makes. */
  static final String OF_THE_APP = "a file of the app";

  private FilesReader() {}

  /**
   * The files that a list names.
   *
   * @param place where they are staged, for messages
   */
  static List<ProjectFile> read(
      Optional<Sequence> list, String what, String place, Reading reading) {
    StagedPaths staged = new StagedPaths(place, reading.directory(), reading.problems());
    for (SourceNode item : list.map(Sequence::items).orElse(List.of())) {
      add(item, what, reading, staged);
    }
    return staged.files();
  }

  /** Adds what one entry of a list names. */
  static void add(SourceNode item, String what, Reading reading, StagedPaths staged) {
    if (!(item instanceof Scalar scalar) || scalar.kind() == Kind.NOTHING) {
      boolean reads = item instanceof Mapping mapping && mapping.entry("from").isPresent();
      reading
          .problems()
          .add(
              item.at(),
              "%s must be a path or a glob, but this is %s".formatted(what, item.describe()),
              reads ? "Outputs of other tasks can be inputs of a task group only." : "");
      return;
    }
    Optional<Scalar> resolved = reading.resolve(scalar);
    if (resolved.isPresent()) {
      new FileSearch(reading.directory(), reading.problems(), hint(what))
          .find(resolved.get().text(), scalar.at())
          .forEach(file -> staged.add(file, scalar.at()));
    }
  }

  private static String hint(String what) {
    return what.equals(OF_THE_APP) ? "Did the build run?" : "";
  }
}
