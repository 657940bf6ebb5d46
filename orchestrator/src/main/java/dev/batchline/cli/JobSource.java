package dev.batchline.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.plan.LocalFile;
import dev.batchline.plan.PlannedRun;
import dev.batchline.plan.Planner;
import dev.batchline.spec.JobFile;
import dev.batchline.spec.RunSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * What a run was planned from, so that it can be planned again with other parameters: the texts of
 * the job file, its pool templates and tables, and name, hash and size of every file it names, but
 * not their contents, which are objects in Storage.
 *
 * <p>In Storage it is a zip: {@code source.json}, and the texts by their numbers in it.
 *
 * @param texts by their absolute paths on the machine that planned it
 */
record JobSource(Facts facts, Map<String, byte[]> texts) {

  private static final String FACTS = "source.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Where it was planned from, in absolute paths of that machine.
   *
   * @param app what paths under {@code app} are relative to; empty for the job file's directory
   * @param templates where pool templates are found by name
   * @param sets parameters that were given
   */
  record Facts(
      String file,
      String app,
      String templates,
      Map<String, String> sets,
      List<String> texts,
      List<NamedFile> files) {}

  /** A file that the job file names. */
  record NamedFile(String path, String sha256, long size) {}

  static JobSource of(RunSpec spec, JobArgument job, Path templates, PlannedRun planned)
      throws IOException {
    Map<String, byte[]> texts = new LinkedHashMap<>();
    for (Path text : spec.texts()) {
      texts.put(text.toString(), Files.readAllBytes(text));
    }
    List<NamedFile> files =
        planned.files().stream()
            .map(file -> new NamedFile(absolute(file.path()), file.sha256(), file.size()))
            .toList();
    Facts facts =
        new Facts(
            absolute(spec.file()),
            job.app.map(JobSource::absolute).orElse(""),
            absolute(templates),
            job.sets,
            List.copyOf(texts.keySet()),
            files);
    return new JobSource(facts, texts);
  }

  /** The same with more parameters given, or others. */
  JobSource with(Map<String, String> sets) {
    Map<String, String> all = new LinkedHashMap<>(facts.sets());
    all.putAll(sets);
    return new JobSource(
        new Facts(facts.file(), facts.app(), facts.templates(), all, facts.texts(), facts.files()),
        texts);
  }

  byte[] zip() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(FACTS));
      zip.write(JSON.writeValueAsBytes(facts));
      for (int n = 0; n < facts.texts().size(); n++) {
        zip.putNextEntry(new ZipEntry(Integer.toString(n)));
        zip.write(texts.getOrDefault(facts.texts().get(n), new byte[0]));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * @throws RunException if it is damaged
   */
  static JobSource unzip(byte[] bytes) {
    Map<String, byte[]> entries = new HashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        entries.put(entry.getName(), zip.readAllBytes());
      }
      Facts facts = JSON.readValue(entries.getOrDefault(FACTS, new byte[0]), Facts.class);
      Map<String, byte[]> texts = new LinkedHashMap<>();
      for (int n = 0; n < facts.texts().size(); n++) {
        texts.put(facts.texts().get(n), entries.getOrDefault(Integer.toString(n), new byte[0]));
      }
      return new JobSource(facts, texts);
    } catch (IOException e) {
      throw new RunException(
          Blame.SERVICE,
          "read the job file of the run",
          "what Storage has of it is damaged",
          "Start the job anew with: batchline run",
          e);
    }
  }

  /**
   * Plans it as it was planned then, with the files of then: none of this machine is needed.
   *
   * <p>The texts are laid out below a directory for the time of planning, beside empty files in the
   * places of the others, so that paths and globs mean what they meant.
   */
  PlannedRun plan() throws IOException {
    Path root = Files.createTempDirectory("batchline-rerun-").toRealPath();
    try {
      Map<Path, LocalFile> known = new HashMap<>();
      for (NamedFile file : facts.files()) {
        Path place = below(root, file.path());
        Files.createDirectories(place.resolveSibling("."));
        Files.write(place, new byte[0]);
        known.put(place, new LocalFile(Path.of(file.path()), file.sha256(), file.size()));
      }
      for (Map.Entry<String, byte[]> text : texts.entrySet()) {
        Path place = below(root, text.getKey());
        Files.createDirectories(place.resolveSibling("."));
        Files.write(place, text.getValue());
      }
      Optional<Path> app =
          facts.app().isEmpty() ? Optional.empty() : Optional.of(below(root, facts.app()));
      RunSpec spec =
          JobFile.read(
              below(root, facts.file()),
              facts.file(),
              facts.sets(),
              new JobFile.Places(List.of(below(root, facts.templates())), app));
      return Planner.plan(spec, files -> known(files, known));
    } finally {
      remove(root);
    }
  }

  private static Map<Path, LocalFile> known(Collection<Path> files, Map<Path, LocalFile> known) {
    for (Path file : files) {
      if (!known.containsKey(file)) {
        throw new RunException(
            Blame.USER,
            "use " + file.getFileName() + " as it was then",
            "the run did not use it",
            "Use --refresh to take files as they are now.");
      }
    }
    return known;
  }

  /** Where an absolute path of another machine lies below a directory of this one. */
  private static Path below(Path root, String path) {
    String relative =
        path.replace('\\', '/').replaceFirst("^[A-Za-z]:", "").replaceFirst("^/+", "");
    Path place = root.resolve(relative).normalize();
    if (!place.startsWith(root) || place.equals(root)) {
      throw new RunException(
          Blame.SERVICE,
          "read the job file of the run",
          "what Storage has of it names a file outside of every directory",
          "Start the job anew with: batchline run");
    }
    return place;
  }

  private static String absolute(Path path) {
    return path.toAbsolutePath().normalize().toString();
  }

  private static void remove(Path root) throws IOException {
    List<Path> files = new ArrayList<>();
    try (var all = Files.walk(root)) {
      all.forEach(files::add);
    }
    for (int last = files.size() - 1; last >= 0; last--) {
      Files.deleteIfExists(files.get(last));
    }
  }
}
