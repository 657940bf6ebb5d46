package dev.batchline.spec;

import dev.batchline.spec.GroupDraft.Follows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts groups in an order in which each follows those it comes after; finds what prevents that. */
final class GroupOrder {

  private final Problems problems;
  private final List<GroupDraft> drafts;
  private final Map<String, GroupDraft> byName = new HashMap<>();
  private final Map<GroupDraft, Visit> visits = new HashMap<>();
  private final List<GroupDraft> path = new ArrayList<>();
  private final List<GroupDraft> sorted = new ArrayList<>();

  private enum Visit {
    OPEN,
    DONE
  }

  GroupOrder(List<GroupDraft> drafts, Problems problems) {
    this.drafts = drafts;
    this.problems = problems;
    for (GroupDraft draft : drafts) {
      byName.putIfAbsent(draft.text(), draft);
    }
  }

  /** Groups that don't depend on each other keep the order of the file. */
  List<GroupDraft> sorted() {
    for (GroupDraft draft : drafts) {
      draft.follows().forEach(follows -> check(draft, follows));
    }
    drafts.forEach(this::visit);
    return List.copyOf(sorted);
  }

  private void check(GroupDraft draft, Follows follows) {
    GroupDraft earlier = byName.get(follows.group());
    if (earlier == null) {
      List<String> others =
          drafts.stream()
              .map(GroupDraft::text)
              .filter(name -> !name.isEmpty() && !name.equals(draft.text()))
              .toList();
      problems.add(
          follows.at(),
          "there is no task group \"" + follows.group() + "\"",
          Names.suggest(follows.group(), others));
    } else if (follows.reads() && !earlier.hasOutputs()) {
      problems.add(
          follows.at(),
          "group \"" + follows.group() + "\" has no outputs to read",
          "Give it \"outputs\".");
    }
  }

  private void visit(GroupDraft draft) {
    if (visits.get(draft) == Visit.DONE) {
      return;
    }
    visits.put(draft, Visit.OPEN);
    path.add(draft);
    for (Follows follows : draft.follows()) {
      Optional<GroupDraft> earlier = Optional.ofNullable(byName.get(follows.group()));
      if (earlier.filter(group -> visits.get(group) == Visit.OPEN).isPresent()) {
        refuseCycle(earlier.get(), follows);
      } else {
        earlier.ifPresent(this::visit);
      }
    }
    path.remove(path.size() - 1);
    visits.put(draft, Visit.DONE);
    sorted.add(draft);
  }

  private void refuseCycle(GroupDraft earlier, Follows follows) {
    List<String> names = new ArrayList<>();
    for (int i = path.lastIndexOf(earlier); i < path.size(); i++) {
      names.add(path.get(i).text());
    }
    names.add(earlier.text());
    problems.add(
        follows.at(),
        names.size() == 2
            ? "group \"" + earlier.text() + "\" comes after itself"
            : "these groups wait for each other for ever: " + String.join(" after ", names),
        "Remove one \"after\" or \"from\".");
  }
}
