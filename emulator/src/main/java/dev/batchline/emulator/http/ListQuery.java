package dev.batchline.emulator.http;

import dev.batchline.emulator.http.odata.FilterException;
import dev.batchline.emulator.http.odata.FilterParser;
import dev.batchline.emulator.http.odata.Selection;
import dev.batchline.emulator.http.odata.SkipToken;
import dev.batchline.emulator.model.Page;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The OData part of a query: $filter, $select, $expand, maxresults and the page's token. */
final class ListQuery {

  static final String SKIP_TOKEN = "$skiptoken";

  private ListQuery() {}

  static Page page(Query query, Traits traits) {
    return new Page(filter(query, traits), after(query), size(query, traits.largestPage()));
  }

  /** What is selected; names that the resource doesn't have are refused. */
  static Selection selection(Query query, Traits traits) {
    checkExpand(query);
    Optional<String> select = query.value("$select").filter(text -> !text.isBlank());
    if (select.isEmpty()) {
      return Selection.ALL;
    }
    Selection selection = Selection.of(select.get());
    Set<String> unknown = new TreeSet<>(selection.names());
    unknown.removeAll(Members.of(traits.metadata()));
    if (!unknown.isEmpty()) {
      throw Refusals.invalidQueryParameter(
          "$select", select.get(), "There is no property of the name " + unknown);
    }
    return selection;
  }

  /** Statistics are all that can be expanded, and the service may leave them out; so do we. */
  private static void checkExpand(Query query) {
    query
        .value("$expand")
        .filter(expand -> !expand.isBlank() && !expand.strip().equals("stats"))
        .ifPresent(
            expand -> {
              throw Refusals.invalidQueryParameter("$expand", expand, "Only stats can be expanded");
            });
  }

  private static Predicate<Page.Properties> filter(Query query, Traits traits) {
    String filter = query.value("$filter").orElse("");
    if (filter.isBlank()) {
      return element -> true;
    }
    try {
      Predicate<Page.Properties> parsed = FilterParser.parse(filter, traits.filterable());
      return element -> parsed.test(path -> element.at(asMember(path)));
    } catch (FilterException e) {
      throw Refusals.invalidQueryParameter("$filter", filter, String.valueOf(e.getMessage()));
    }
  }

  /** Tasks are filtered by a name that their JSON doesn't have. */
  private static String asMember(String path) {
    return path.equals("lastModifiedTime") ? "lastModified" : path;
  }

  private static Optional<String> after(Query query) {
    return query
        .value(SKIP_TOKEN)
        .map(
            token ->
                SkipToken.key(token)
                    .orElseThrow(
                        () ->
                            Refusals.invalidQueryParameter(
                                SKIP_TOKEN, token, "It is none of this service's tokens")));
  }

  private static int size(Query query, int largest) {
    Optional<String> text = query.value("maxresults");
    if (text.isEmpty()) {
      return largest;
    }
    long size;
    try {
      size = Long.parseLong(text.get().strip());
    } catch (NumberFormatException e) {
      throw Refusals.invalidQueryParameter("maxresults", text.get(), "It is no number");
    }
    if (size < 1) {
      throw Refusals.invalidQueryParameter(
          "maxresults", text.get(), "MaxResults cannot be less than 1");
    }
    if (size > largest) {
      throw Refusals.outOfRange(
          "maxresults", text.get(), "MaxResults cannot be more than " + largest);
    }
    return (int) size;
  }
}
