package dev.batchline.storage;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.storage.blob.models.BlobErrorCode;
import com.azure.storage.blob.models.BlobStorageException;
import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;

/** Turns what the client of Storage throws into sentences, by code. */
final class StorageErrors {

  private static final String KEY_HINT =
      "Check the key in AZURE_STORAGE_KEY or AZURE_STORAGE_CONNECTION_STRING, and this machine's"
          + " clock.";
  private static final String ROLE_HINT =
      "Give this identity the role \"Storage Blob Data Contributor\" on the account, and \"Storage"
          + " Blob Delegator\" for links of nodes; new roles take some minutes.";

  /** What Storage on this machine answers when its disk is full; Azure's never is. */
  private static final BlobErrorCode DISK_FULL = BlobErrorCode.fromString(FileStore.DISK_FULL);

  private static final Map<BlobErrorCode, String> HINTS =
      Map.of(
          BlobErrorCode.AUTHENTICATION_FAILED, KEY_HINT,
          BlobErrorCode.AUTHORIZATION_FAILURE,
              "Check the key, and whether the account's firewall lets this machine in.",
          BlobErrorCode.AUTHORIZATION_PERMISSION_MISMATCH, ROLE_HINT,
          BlobErrorCode.INSUFFICIENT_ACCOUNT_PERMISSIONS, ROLE_HINT,
          BlobErrorCode.ACCOUNT_IS_DISABLED, "Look at the account in Azure's portal.",
          BlobErrorCode.CONTAINER_BEING_DELETED, "Try again in a minute.",
          BlobErrorCode.INVALID_HEADER_VALUE,
              "If this is an emulator of Storage, it may be too old for this client.");

  private static final Map<Class<? extends Throwable>, String> UNREACHABLE =
      Map.of(
          UnknownHostException.class, "there is no host of that name",
          ConnectException.class, "nothing accepts connections there",
          SocketTimeoutException.class, "it did not answer in time",
          TimeoutException.class, "it did not answer in time",
          SSLException.class, "no secure connection could be made");

  private StorageErrors() {}

  /**
   * Makes a call of the client.
   *
   * @param action as an infinitive, for the sentence
   * @param location for people
   */
  static <T> T call(String action, String location, Supplier<T> call) {
    try {
      return call.get();
    } catch (RunException e) {
      throw e;
    } catch (RuntimeException e) {
      throw translated(action, location, e);
    }
  }

  static void run(String action, String location, Runnable call) {
    call(
        action,
        location,
        () -> {
          call.run();
          return true;
        });
  }

  static RunException translated(String action, String location, RuntimeException e) {
    Optional<BlobStorageException> refused = find(e, BlobStorageException.class);
    if (refused.isPresent()) {
      BlobErrorCode code = code(refused.get());
      if (code.equals(DISK_FULL)) {
        return new RunException(
                Blame.CAPACITY, action, "the disk of " + location + " is full", "Make room.", e)
            .withCode(FileStore.DISK_FULL);
      }
      return service(
          action,
          "%s answered %s (%d)".formatted(location, code, refused.get().getStatusCode()),
          HINTS.getOrDefault(code, ""),
          e);
    }
    if (find(e, ClientAuthenticationException.class).isPresent()) {
      return service(
          action,
          "Microsoft Entra ID gave no token",
          "Sign in with az login, give the pipeline's step a service connection, or set"
              + " AZURE_STORAGE_KEY.",
          e);
    }
    for (Map.Entry<Class<? extends Throwable>, String> each : UNREACHABLE.entrySet()) {
      if (find(e, each.getKey()).isPresent()) {
        return service(
            action,
            location + " can't be reached: " + each.getValue(),
            "Check AZURE_STORAGE_ACCOUNT or AZURE_STORAGE_CONNECTION_STRING, and the network.",
            e);
      }
    }
    Throwable root = root(e);
    return service(
        action, location + " failed: " + root.getClass().getSimpleName() + detail(root), "", e);
  }

  /** The service's own code; {@code is(e, X)} where only one matters. */
  static BlobErrorCode code(BlobStorageException e) {
    BlobErrorCode code = e.getErrorCode();
    return code == null ? BlobErrorCode.fromString("Status" + e.getStatusCode()) : code;
  }

  static boolean is(BlobStorageException e, BlobErrorCode... codes) {
    for (BlobErrorCode code : codes) {
      if (code.equals(code(e))) {
        return true;
      }
    }
    return false;
  }

  /** HEAD answers have no body and so, from some emulators, no code. */
  static boolean isAbsent(BlobStorageException e) {
    return e.getStatusCode() == 404;
  }

  private static RunException service(String action, String reason, String hint, Throwable cause) {
    return new RunException(Blame.SERVICE, action, reason, hint, cause);
  }

  private static String detail(Throwable root) {
    return root.getMessage() == null ? "" : ": " + root.getMessage().lines().findFirst().orElse("");
  }

  private static Throwable root(Throwable e) {
    Throwable at = e;
    for (Throwable cause = at.getCause(); cause != null && cause != at; cause = at.getCause()) {
      at = cause;
    }
    return at;
  }

  static <T extends Throwable> Optional<T> find(Throwable e, Class<T> type) {
    int depth = 0;
    for (Throwable at = e; at != null && depth < 20; at = at.getCause()) {
      if (type.isInstance(at)) {
        return Optional.of(type.cast(at));
      }
      depth++;
    }
    return Optional.empty();
  }
}
