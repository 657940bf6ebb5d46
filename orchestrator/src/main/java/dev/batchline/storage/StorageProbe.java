package dev.batchline.storage;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.base.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;

/** Does once, with a blob of a few bytes, all that a run does with Storage. */
final class StorageProbe {

  private static final byte[] CONTENT = "batchline doctor".getBytes(StandardCharsets.UTF_8);

  private final BlobContainerClient shared;
  private final LinkSigner signer;
  private final OkHttpClient http;

  StorageProbe(BlobContainerClient shared, LinkSigner signer, OkHttpClient http) {
    this.shared = shared;
    this.signer = signer;
    this.http = http;
  }

  /**
   * @param name of a blob that nothing else uses; gone when this returns
   * @throws RunException if a step fails; its action says which
   */
  void go(String name, Instant linkEnd) {
    String location = shared.getBlobContainerUrl();
    StorageErrors.run("create the container", location, shared::createIfNotExists);
    BlobClient blob = shared.getBlobClient(name);
    StorageErrors.run(
        "write a blob", location, () -> blob.upload(BinaryData.fromBytes(CONTENT), true));
    try {
      byte[] read =
          StorageErrors.call("read a blob", location, () -> blob.downloadContent().toBytes());
      requireSame(read, "read a blob");
      Secret link =
          StorageErrors.call(
              "sign a link", location, () -> signer.links(shared, shared, linkEnd).runBlob(name));
      requireSame(fetch(link), "read a blob by a signed link");
    } finally {
      StorageErrors.run("remove a blob", location, blob::deleteIfExists);
    }
  }

  /** As a node does: without credentials. */
  private byte[] fetch(Secret link) {
    Request request = new Request.Builder().url(link.reveal()).build();
    try (Response response = http.newCall(request).execute();
        ResponseBody body = response.body()) {
      if (!response.isSuccessful() || body == null) {
        throw failed("read a blob by a signed link", "the answer was " + response.code());
      }
      return body.bytes();
    } catch (IOException e) {
      throw failed("read a blob by a signed link", e.getClass().getSimpleName());
    }
  }

  private static void requireSame(byte[] read, String action) {
    if (!Arrays.equals(read, CONTENT)) {
      throw failed(action, "what came back is not what was written");
    }
  }

  private static RunException failed(String action, String reason) {
    return new RunException(
        Blame.SERVICE,
        action,
        reason,
        "Nodes fetch files by such links: look at the account's firewall, and whether it allows"
            + " shared access signatures.");
  }
}
