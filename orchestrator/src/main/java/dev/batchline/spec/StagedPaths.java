package dev.batchline.spec;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files that are staged into one directory; no path has two files. */
final class StagedPaths {

  private final String place;
  private final Path directory;
  private final Problems problems;
  private final Map<String, ProjectFile> files = new LinkedHashMap<>();
  private final Map<String, ProjectFile> directories = new LinkedHashMap<>();

  /**
   * @param place where they are staged, for messages
   * @param directory of the job file, for messages
   */
  StagedPaths(String place, Path directory, Problems problems) {
    this.place = place;
    this.directory = directory;
    this.problems = problems;
  }

  void add(ProjectFile file, Position at) {
    ProjectFile other = files.get(file.path());
    if (other != null && other.source().equals(file.source())) {
      return;
    }
    if (other == null) {
      other = directories.get(file.path());
    }
    for (String parent = parent(file.path()); !parent.isEmpty(); parent = parent(parent)) {
      if (other == null) {
        other = files.get(parent);
      }
      directories.putIfAbsent(parent, file);
    }
    if (other != null) {
      problems.add(
          at,
          "%s and %s would both be staged as %s in %s"
              .formatted(
                  FileSearch.shown(directory, other.source()),
                  FileSearch.shown(directory, file.source()),
                  file.path(),
                  place),
          "Name their common directory in one glob, such as dir/**, so that their paths differ.");
      return;
    }
    files.put(file.path(), file);
  }

  List<ProjectFile> files() {
    return new ArrayList<>(files.values());
  }

  private static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }
}
