package dev.batchline.storage;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Hash functions that every Java has. */
final class Digests {

  private Digests() {}

  /**
   * @param algorithm {@code SHA-256} or {@code MD5}
   */
  static MessageDigest of(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
