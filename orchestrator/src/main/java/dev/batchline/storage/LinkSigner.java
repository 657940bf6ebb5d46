package dev.batchline.storage;

import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.models.UserDelegationKey;
import com.azure.storage.blob.sas.BlobContainerSasPermission;
import com.azure.storage.blob.sas.BlobSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import com.azure.storage.blob.specialized.BlobClientBase;
import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.base.RunId;
import dev.batchline.base.Secret;
import dev.batchline.base.Timeline;
import dev.batchline.storage.StorageSettings.Access;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Signs links, with the account's key or with a key that Entra ID lends for at most seven days.
 *
 * <p>Links begin 15 minutes ago: the service's advice against clocks that differ.
 */
final class LinkSigner {

  private static final Duration EARLY = Duration.ofMinutes(15);
  private static final Duration LENT = Duration.ofDays(7);

  private final BlobServiceClient service;
  private final StorageSettings settings;
  private final Timeline timeline;

  LinkSigner(BlobServiceClient service, StorageSettings settings, Timeline timeline) {
    this.service = service;
    this.settings = settings;
    this.timeline = timeline;
  }

  /** Links for the nodes of a run. */
  NodeLinks links(BlobContainerClient shared, BlobContainerClient own, Instant until) {
    OffsetDateTime begin = timeline.now().minus(EARLY).atOffset(ZoneOffset.UTC);
    OffsetDateTime end = until.atOffset(ZoneOffset.UTC);
    return new SignedLinks(service, shared, own, new Term(begin, end, lentKey(begin, end)));
  }

  private Optional<UserDelegationKey> lentKey(OffsetDateTime begin, OffsetDateTime end) {
    if (settings.access() instanceof Access.SharedKey) {
      return Optional.empty();
    }
    if (end.isAfter(begin.plus(LENT))) {
      throw new RunException(
          Blame.USER,
          "sign links for nodes that last until " + end,
          "links that are signed through Microsoft Entra ID last seven days at most",
          "Lower limits.wallClock in the job file, or set AZURE_STORAGE_KEY.");
    }
    return Optional.of(
        StorageErrors.call(
            "get a key for links of nodes",
            settings.endpoint().toString(),
            () -> service.getUserDelegationKey(begin, end)));
  }

  /** How long links last, and the key if it isn't the account's. */
  private record Term(
      OffsetDateTime begin, OffsetDateTime end, Optional<UserDelegationKey> lentKey) {

    Secret sign(BlobClientBase blob) {
      BlobServiceSasSignatureValues values =
          new BlobServiceSasSignatureValues(end, new BlobSasPermission().setReadPermission(true))
              .setStartTime(begin);
      String signature =
          lentKey.isPresent()
              ? blob.generateUserDelegationSas(values, lentKey.get())
              : blob.generateSas(values);
      return Secret.of(blob.getBlobUrl() + "?" + signature);
    }

    Secret sign(BlobContainerClient container, BlobContainerSasPermission permission) {
      BlobServiceSasSignatureValues values =
          new BlobServiceSasSignatureValues(end, permission).setStartTime(begin);
      String signature =
          lentKey.isPresent()
              ? container.generateUserDelegationSas(values, lentKey.get())
              : container.generateSas(values);
      return Secret.of(container.getBlobContainerUrl() + "?" + signature);
    }
  }

  private record SignedLinks(
      BlobServiceClient service, BlobContainerClient shared, BlobContainerClient own, Term term)
      implements NodeLinks {

    @Override
    public Secret object(String sha256) {
      return term.sign(shared.getBlobClient(Layout.object(sha256)));
    }

    @Override
    public Secret runContainerForWriting() {
      return term.sign(
          own, new BlobContainerSasPermission().setCreatePermission(true).setWritePermission(true));
    }

    @Override
    public Secret runContainerForReading() {
      return reading(own);
    }

    @Override
    public Secret runContainerForReading(RunId other) {
      return reading(service.getBlobContainerClient(Layout.runContainer(other)));
    }

    private Secret reading(BlobContainerClient container) {
      return term.sign(
          container,
          new BlobContainerSasPermission().setReadPermission(true).setListPermission(true));
    }

    @Override
    public Secret runBlob(String name) {
      return term.sign(own.getBlobClient(name));
    }
  }
}
