package dev.batchline.emulator.http.odata;

/** A $filter that can't be understood, or that its list doesn't support; the message says why. */
public final class FilterException extends RuntimeException {

  FilterException(int position, String reason) {
    super("At position " + (position + 1) + ": " + reason);
  }
}
