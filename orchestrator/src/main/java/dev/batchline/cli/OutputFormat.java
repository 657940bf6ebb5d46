package dev.batchline.cli;

/** How a command answers. */
enum OutputFormat {
  /** For people. */
  TEXT,
  /** One JSON document on standard output. */
  JSON;

  /** In lower case, as it is typed. */
  @Override
  public String toString() {
    return this == TEXT ? "text" : "json";
  }
}
