package dev.batchline.emulator.http;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A Batch account's name and the key that its requests are signed with; never printed. */
public final class AccountKey {

  private static final String ALGORITHM = "HmacSHA256";

  private final String account;
  private final byte[] key;

  /**
   * @param base64 of the key
   * @throws IllegalArgumentException when it is no base64, or empty
   */
  public AccountKey(String account, String base64) {
    this.account = account;
    this.key = Base64.getDecoder().decode(base64);
    if (key.length == 0) {
      throw new IllegalArgumentException("the key is empty");
    }
  }

  public String account() {
    return account;
  }

  /** Whether that is the key; takes as long for a wrong one as for the right one. */
  public boolean matches(String base64) {
    try {
      return MessageDigest.isEqual(key, Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  byte[] sign(byte[] text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return mac.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AccountKey that
        && account.equals(that.account)
        && Arrays.equals(key, that.key);
  }

  @Override
  public int hashCode() {
    return account.hashCode();
  }

  @Override
  public String toString() {
    return "the key of account " + account;
  }
}
