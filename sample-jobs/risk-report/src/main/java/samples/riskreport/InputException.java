package samples.riskreport;

/** What was given is wrong; running the same again can't help. */
final class InputException extends RuntimeException {

  private static final long serialVersionUID = 1;

  InputException(String message) {
    super(message);
  }
}
