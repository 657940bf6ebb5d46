package dev.batchline.spec;

/**
 * One mistake in a file that a person wrote, or on the command line.
 *
 * @param file as the person named it, or {@code --set} for the command line
 * @param line from 1; 0 when the mistake has no place in the file
 * @param column from 1; 0 when the mistake has no place in the file
 * @param message what is wrong, without a full stop
 * @param suggestion what to do about it, a whole sentence, or empty
 */
public record Problem(String file, int line, int column, String message, String suggestion) {

  /** {@code file:line:column: message. suggestion}. */
  @Override
  public String toString() {
    String place = line == 0 ? file : file + ":" + line + ":" + column;
    return place + ": " + message + (suggestion.isEmpty() ? "" : ". " + suggestion);
  }
}
