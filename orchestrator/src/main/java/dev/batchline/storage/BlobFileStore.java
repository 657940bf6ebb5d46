package dev.batchline.storage;

import com.azure.core.http.okhttp.OkHttpAsyncHttpClientBuilder;
import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.BlobServiceVersion;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.common.StorageSharedKeyCredential;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import dev.batchline.base.Blame;
import dev.batchline.base.Interruption;
import dev.batchline.base.RunException;
import dev.batchline.base.RunId;
import dev.batchline.base.Timeline;
import dev.batchline.plan.LocalFile;
import dev.batchline.storage.StorageSettings.Access;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.OkHttpClient;

/** In Azure Storage, through its SDK. */
final class BlobFileStore implements FileStore {

  /** What Azurite 3.35 and every Azure region know. */
  private static final BlobServiceVersion VERSION = BlobServiceVersion.V2025_11_05;

  private static final int CONNECTIONS = 32;

  private final StorageSettings settings;
  private final BlobServiceClient service;
  private final OkHttpClient http;
  private final Timeline timeline;

  private BlobFileStore(
      StorageSettings settings, BlobServiceClient service, OkHttpClient http, Timeline timeline) {
    this.settings = settings;
    this.service = service;
    this.http = http;
    this.timeline = timeline;
  }

  static BlobFileStore open(StorageSettings settings, Timeline timeline) {
    OkHttpClient http =
        new OkHttpClient.Builder()
            .connectTimeout(Duration.ofSeconds(10))
            .readTimeout(Duration.ofSeconds(90))
            .writeTimeout(Duration.ofSeconds(90))
            .connectionPool(new ConnectionPool(CONNECTIONS, 5, TimeUnit.MINUTES))
            .connectionSpecs(List.of(security(settings)))
            .build();
    BlobServiceClientBuilder builder =
        new BlobServiceClientBuilder()
            .endpoint(settings.endpoint().toString())
            .serviceVersion(VERSION)
            .httpClient(new OkHttpAsyncHttpClientBuilder(http).build())
            .retryOptions(
                new RequestRetryOptions(
                    RetryPolicyType.EXPONENTIAL,
                    4,
                    Duration.ofMinutes(5),
                    Duration.ofMillis(500),
                    Duration.ofSeconds(8),
                    null));
    return new BlobFileStore(settings, authenticated(builder, settings), http, timeline);
  }

  /**
   * Without TLS, as on this machine, there are no certificates to be read for a tenth of a second.
   */
  private static ConnectionSpec security(StorageSettings settings) {
    return "http".equals(settings.endpoint().getScheme())
        ? ConnectionSpec.CLEARTEXT
        : ConnectionSpec.MODERN_TLS;
  }

  private static BlobServiceClient authenticated(
      BlobServiceClientBuilder builder, StorageSettings settings) {
    if (settings.access() instanceof Access.SharedKey shared) {
      String key = shared.key().reveal();
      try {
        Base64.getDecoder().decode(key);
      } catch (IllegalArgumentException e) {
        throw new RunException(
            Blame.USER,
            "connect to Azure Storage",
            "the key of account " + settings.account() + " is not base 64",
            "Copy it anew from the account's page \"Access keys\".");
      }
      return builder
          .credential(new StorageSharedKeyCredential(settings.account(), key))
          .buildClient();
    }
    return builder.credential(((Access.EntraId) settings.access()).credential()).buildClient();
  }

  @Override
  public String location() {
    return settings.endpoint() + "/" + settings.container();
  }

  @Override
  public Set<String> missing(Collection<LocalFile> files) {
    return new ObjectUploader(shared(), location(), timeline.now()).missing(files);
  }

  @Override
  public boolean upload(List<LocalFile> files, UploadListener listener, Interruption interruption) {
    return new ObjectUploader(shared(), location(), timeline.now())
        .upload(files, listener, interruption);
  }

  @Override
  public RunStore run(RunId id) {
    BlobContainerClient own = service.getBlobContainerClient(Layout.runContainer(id));
    return new BlobRunStore(id, shared(), own, new LinkSigner(service, settings, timeline));
  }

  @Override
  public List<RunId> runs(String prefix) {
    return StorageErrors.call("list runs", location(), () -> listRuns(prefix));
  }

  private List<RunId> listRuns(String prefix) {
    List<RunId> runs = new ArrayList<>();
    try {
      for (BlobItem item : shared().listBlobsByHierarchy(Layout.RUNS + prefix)) {
        String name = item.getName();
        if (Boolean.TRUE.equals(item.isPrefix())) {
          RunId.found(name.substring(Layout.RUNS.length(), name.length() - 1)).ifPresent(runs::add);
        }
      }
    } catch (BlobStorageException e) {
      if (!StorageErrors.isAbsent(e)) {
        throw e;
      }
    }
    return runs;
  }

  @Override
  public void probe() {
    String name = "doctor/" + UUID.randomUUID();
    new StorageProbe(shared(), new LinkSigner(service, settings, timeline), http)
        .go(name, timeline.now().plus(Duration.ofHours(1)));
  }

  @Override
  public StorageSweep sweep() {
    return new BlobSweep(service, shared());
  }

  @Override
  public Optional<byte[]> durations(String name) {
    return StorageErrors.call(
        "read how long tasks took",
        location(),
        () -> {
          try {
            return Optional.of(
                shared().getBlobClient(Layout.durations(name)).downloadContent().toBytes());
          } catch (BlobStorageException e) {
            if (StorageErrors.isAbsent(e)) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  @Override
  public void writeDurations(String name, byte[] durations) {
    StorageErrors.run(
        "store how long tasks took",
        location(),
        () ->
            shared()
                .getBlobClient(Layout.durations(name))
                .upload(BinaryData.fromBytes(durations), true));
  }

  private BlobContainerClient shared() {
    return service.getBlobContainerClient(settings.container());
  }

  @Override
  public void close() {
    http.connectionPool().evictAll();
    http.dispatcher().executorService().shutdown();
  }
}
