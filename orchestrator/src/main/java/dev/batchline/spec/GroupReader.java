package dev.batchline.spec;

import dev.batchline.spec.GroupDraft.Follows;
import dev.batchline.spec.SourceNode.Kind;
import dev.batchline.spec.SourceNode.Mapping;
import dev.batchline.spec.SourceNode.Scalar;
import dev.batchline.spec.SourceNode.Sequence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads one group of {@code tasks}. */
final class GroupReader {

  static final List<String> KEYS =
      List.of(
          "name",
          "after",
          "forEach",
          "command",
          "environment",
          "inputs",
          "outputs",
          "timeLimit",
          "slots");
  static final List<String> EARLIER_KEYS = List.of("from", "files");
  static final Duration LONGEST_RUN = Duration.ofDays(180);

  /** A task's id, and an attempt's with five more digits, must fit Batch's 64 characters. */
  private static final int LONGEST_TASK_ID = 58;

  private static final int MOST_SLOTS = 256;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]*");

  private final Reading outside;
  private final Problems problems;
  private final List<Follows> follows = new ArrayList<>();

  GroupReader(Reading reading) {
    this.outside = reading;
    this.problems = reading.problems();
  }

  Optional<GroupDraft> read(SourceNode node) {
    int before = problems.count();
    Optional<Fields> read = Fields.of(node, "a task group", KEYS, outside);
    if (read.isEmpty()) {
      return Optional.empty();
    }
    Fields plain = read.get();
    plain.require("name", "Such as name: simulate.");
    plain.require("command", "Such as command: java -jar $BATCHLINE_APP_DIR/app.jar.");
    Optional<Scalar> name = plain.scalar("name", "a text", "");
    readAfter(plain);
    Optional<ForEachReader.Result> each =
        plain.node("forEach").map(value -> new ForEachReader(outside).read(value));
    name.ifPresent(scalar -> checkName(scalar, each));

    Scope scope =
        outside
            .scope()
            .inTasks(
                each.map(ForEachReader.Result::variables).orElse(Set.of()),
                each.filter(ForEachReader.Result::open).isPresent());
    Reading inside = outside.with(scope);
    Fields fields = plain.within(inside);
    Optional<TaskGroup.Command> command =
        plain.node("command").flatMap(new CommandReader(inside)::command);
    Map<String, TextTemplate> environment = new CommandReader(inside).environment(plain);
    NodeGlobReader globs =
        new NodeGlobReader(inside, each.map(ForEachReader.Result::forEach).orElse(ForEach.ONCE));
    StagedPaths staged = new StagedPaths("the working directory", outside.directory(), problems);
    List<TaskGroup.EarlierFiles> earlier = inputs(plain, inside, globs, staged);
    each.ifPresent(result -> checkFiles(result.forEach(), staged.files(), plain.at("forEach")));
    List<TextTemplate> outputs =
        globs.list(plain, "outputs", "an output", "Such as [pnl.csv, report/**].");
    Optional<Duration> limit = fields.duration("timeLimit", Duration.ofSeconds(1), LONGEST_RUN);
    int slots = fields.integer("slots", 1, MOST_SLOTS).orElse(1);
    Optional<TaskGroup> group =
        problems.count() > before || name.isEmpty() || command.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new TaskGroup(
                    name.get().text(),
                    follows.stream().map(Follows::group).distinct().toList(),
                    each.map(ForEachReader.Result::forEach),
                    command.get(),
                    environment,
                    staged.files(),
                    earlier,
                    outputs,
                    limit,
                    slots));
    return Optional.of(
        new GroupDraft(
            name, follows, plain.node("slots").map(SourceNode::at), plain.has("outputs"), group));
  }

  private void checkName(Scalar name, Optional<ForEachReader.Result> each) {
    if (!NAME.matcher(name.text()).matches()) {
      problems.add(
          name.at(),
          "\"" + name.text() + "\" can't be a group's name",
          "Use letters, digits, \"_\" and \"-\", and a letter or digit at the beginning.");
      return;
    }
    String last =
        each.map(result -> name.text() + "-" + result.forEach().size()).orElse(name.text());
    if (last.length() > LONGEST_TASK_ID) {
      problems.add(
          name.at(),
          "the ids of this group's tasks would have up to %d characters; at most %d are possible"
              .formatted(last.length(), LONGEST_TASK_ID),
          "Shorten the name.");
    }
  }

  private void readAfter(Fields fields) {
    Set<String> seen = new HashSet<>();
    for (Scalar item : scalars(fields, "after", "Such as after: [simulate].", outside)) {
      if (seen.add(item.text())) {
        follows.add(new Follows(item.text(), item.at(), false));
      } else {
        problems.add(item.at(), "\"" + item.text() + "\" is named twice", "Remove one.");
      }
    }
  }

  private List<TaskGroup.EarlierFiles> inputs(
      Fields fields, Reading inside, NodeGlobReader globs, StagedPaths staged) {
    List<TaskGroup.EarlierFiles> earlier = new ArrayList<>();
    String example = "Such as [data/x.csv, { from: simulate, files: \"*.csv\" }].";
    for (SourceNode item : fields.list("inputs", example).map(Sequence::items).orElse(List.of())) {
      if (item instanceof Mapping mapping) {
        earlier(new Fields(mapping, "an input", EARLIER_KEYS, inside), globs)
            .ifPresent(earlier::add);
      } else {
        FilesReader.add(item, "an input", inside, staged);
      }
    }
    return earlier;
  }

  private Optional<TaskGroup.EarlierFiles> earlier(Fields fields, NodeGlobReader globs) {
    fields.require("from", "Name the group whose outputs are read.");
    Optional<Scalar> from = fields.scalar("from", "a group's name", "");
    from.ifPresent(name -> follows.add(new Follows(name.text(), name.at(), true)));
    Optional<TextTemplate> files =
        fields
            .node("files")
            .map(node -> globs.read(node, "\"files\""))
            .orElse(Optional.of(TextTemplate.literal("**")));
    return from.isPresent() && files.isPresent()
        ? Optional.of(new TaskGroup.EarlierFiles(from.get().text(), files.get()))
        : Optional.empty();
  }

  private void checkFiles(ForEach each, List<ProjectFile> inputs, Position at) {
    Set<String> paths = new HashSet<>();
    inputs.forEach(file -> paths.add(file.path()));
    for (ProjectFile file : each.files()) {
      if (paths.contains(file.path())) {
        problems.add(
            at,
            "the file of a task would be staged as %s, which is one of the inputs"
                .formatted(file.path()),
            "Remove it from \"inputs\".");
        return;
      }
    }
  }

  private static List<Scalar> scalars(Fields fields, String key, String example, Reading reading) {
    List<Scalar> scalars = new ArrayList<>();
    for (SourceNode item : fields.list(key, example).map(Sequence::items).orElse(List.of())) {
      if (item instanceof Scalar scalar && scalar.kind() != Kind.NOTHING) {
        reading.resolve(scalar).ifPresent(scalars::add);
      } else {
        reading
            .problems()
            .add(
                item.at(),
                "\"" + key + "\" must list names, but this is " + item.describe(),
                example);
      }
    }
    return scalars;
  }
}
