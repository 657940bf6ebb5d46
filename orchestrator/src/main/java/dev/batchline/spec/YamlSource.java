package dev.batchline.spec;

import dev.batchline.spec.SourceNode.Entry;
import dev.batchline.spec.SourceNode.Mapping;
import dev.batchline.spec.SourceNode.Scalar;
import dev.batchline.spec.SourceNode.Sequence;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.AnchorNode;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * Parses YAML into nodes that know their place.
 *
 * <p>Aliases and merge keys are followed, but what they expand to is bounded. Values are read by
 * the rules of YAML 1.2, in which {@code no} and {@code 2026-01-30} are texts.
 */
final class YamlSource {

  private static final int MOST_NODES = 200_000;
  private static final int DEEPEST = 30;

  private final String text;
  private final Problems problems;
  private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
  private int nodes;

  private YamlSource(String text, Problems problems) {
    this.text = text;
    this.problems = problems;
  }

  /** The document, or nothing after problems were added. */
  static Optional<SourceNode> parse(String text, Problems problems) {
    int before = problems.count();
    try {
      Node root = new Yaml(options()).compose(new StringReader(text));
      if (root == null) {
        problems.add(Position.START, "the file is empty", "");
        return Optional.empty();
      }
      Optional<SourceNode> document = new YamlSource(text, problems).convert(root);
      return problems.count() == before ? document : document.filter(Mapping.class::isInstance);
    } catch (MarkedYAMLException e) {
      YamlMistake.of(text, e).addTo(problems);
    } catch (ReaderException e) {
      problems.add(
          Position.START.advance(text, e.getPosition()),
          "the character U+%04X can't stand in YAML".formatted(e.getCodePoint()),
          "Remove it.");
    } catch (YAMLException e) {
      problems.add(
          Position.START, "the file is nested deeper than " + DEEPEST + " levels", "Flatten it.");
    }
    return Optional.empty();
  }

  private static LoaderOptions options() {
    LoaderOptions options = new LoaderOptions();
    options.setNestingDepthLimit(DEEPEST);
    options.setCodePointLimit(Integer.MAX_VALUE);
    // Bounded here, where the place is known.
    options.setMaxAliasesForCollections(Integer.MAX_VALUE);
    return options;
  }

  private Optional<SourceNode> convert(Node node) {
    Position at = position(node.getStartMark());
    if (node instanceof AnchorNode anchor) {
      return convert(anchor.getRealNode());
    }
    if (!open.add(node)) {
      problems.add(at, "this value contains itself through an alias", "Remove the alias.");
      return Optional.empty();
    }
    try {
      if (++nodes > MOST_NODES) {
        if (nodes == MOST_NODES + 1) {
          problems.add(
              at,
              "the file has more than %,d values once its aliases are expanded"
                  .formatted(MOST_NODES),
              "Put long lists into a CSV file and use forEach: { csv: … }.");
        }
        return Optional.empty();
      }
      if (node.getTag().getValue().startsWith("!")) {
        problems.add(
            at,
            "the tag " + node.getTag().getValue() + " has no meaning here",
            "Remove it; put quotes around a text that begins with \"!\".");
      }
      return Optional.of(
          switch (node.getNodeId()) {
            case scalar -> scalar((ScalarNode) node, at);
            case sequence -> sequence((SequenceNode) node, at);
            case mapping -> mapping((MappingNode) node, at);
            case anchor -> throw new IllegalStateException("anchors were followed above");
          });
    } finally {
      open.remove(node);
    }
  }

  private Scalar scalar(ScalarNode node, Position at) {
    boolean quoted = node.getScalarStyle() != DumperOptions.ScalarStyle.PLAIN;
    String raw = text.substring(offset(node.getStartMark()), offset(node.getEndMark()));
    return new Scalar(node.getValue(), quoted, raw, at);
  }

  private Sequence sequence(SequenceNode node, Position at) {
    List<SourceNode> items = new ArrayList<>();
    for (Node item : node.getValue()) {
      convert(item).ifPresent(items::add);
    }
    return new Sequence(items, at);
  }

  private Mapping mapping(MappingNode node, Position at) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    List<SourceNode> merged = new ArrayList<>();
    for (NodeTuple tuple : node.getValue()) {
      Position keyAt = position(tuple.getKeyNode().getStartMark());
      if (!(tuple.getKeyNode() instanceof ScalarNode keyNode)) {
        problems.add(keyAt, "a key must be a word", "");
        continue;
      }
      String key = keyNode.getValue();
      Optional<SourceNode> value = convert(tuple.getValueNode());
      if (value.isEmpty()) {
        continue;
      }
      if (key.equals("<<") && keyNode.getScalarStyle() == DumperOptions.ScalarStyle.PLAIN) {
        merged.add(value.get());
        continue;
      }
      Entry earlier = entries.get(key);
      if (earlier != null) {
        problems.add(
            keyAt,
            "\"%s\" is given twice, first in line %d".formatted(key, earlier.at().line()),
            "Keep one of them.");
        continue;
      }
      entries.put(key, new Entry(key, keyAt, value.get()));
    }
    merged.forEach(value -> merge(value, entries));
    return new Mapping(List.copyOf(entries.values()), at);
  }

  /** Entries of {@code <<: *anchor} come after the mapping's own and don't replace them. */
  private void merge(SourceNode value, Map<String, Entry> entries) {
    if (value instanceof Mapping mapping) {
      mapping.entries().forEach(entry -> entries.putIfAbsent(entry.key(), entry));
    } else if (value instanceof Sequence sequence) {
      sequence.items().forEach(item -> merge(item, entries));
    } else {
      problems.add(value.at(), "\"<<\" takes a mapping, but this is " + value.describe(), "");
    }
  }

  private int offset(Mark mark) {
    return text.offsetByCodePoints(0, mark.getIndex());
  }

  private static Position position(Mark mark) {
    return new Position(mark.getLine() + 1, mark.getColumn() + 1);
  }
}
