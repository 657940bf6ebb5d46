package dev.batchline.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.http.okhttp.OkHttpAsyncHttpClientBuilder;
import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.BlobServiceVersion;
import com.azure.storage.common.StorageSharedKeyCredential;
import dev.batchline.base.Blame;
import dev.batchline.base.Interruption;
import dev.batchline.base.ManualTimeline;
import dev.batchline.base.RunException;
import dev.batchline.base.RunId;
import dev.batchline.base.Secret;
import dev.batchline.base.Timeline;
import dev.batchline.plan.LocalFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real client against a real Azurite; skipped with a reason where there is none. */
class AzuriteTest {

  @TempDir private static Path azuriteDirectory;

  private static Optional<Azurite> azurite = Optional.empty();

  @TempDir private Path directory;

  private FileStore files;
  private RunStore run;
  private StorageSettings settings;

  @BeforeAll
  static void startAzurite() throws IOException {
    Optional<Path> program = Azurite.program();
    Assumptions.assumeTrue(
        program.isPresent(),
        "no Azurite: name a directory with node_modules/azurite by -Dbatchline.azurite=…");
    azurite = Optional.of(Azurite.start(program.get(), azuriteDirectory));
  }

  @AfterAll
  static void stopAzurite() {
    azurite.ifPresent(Azurite::close);
  }

  @BeforeEach
  void open() {
    String unique = HexFormat.of().toHexDigits(new Random().nextInt());
    settings = azurite.orElseThrow().settings().withContainer("shared-" + unique);
    files = FileStore.open(settings, Timeline.system());
    run = files.run(new RunId("test-" + unique));
  }

  @AfterEach
  void close() {
    if (azurite.isPresent()) {
      files.close();
    }
  }

  @Test
  void objectsAreUploadedOnceAndByContent() throws IOException {
    List<LocalFile> wanted =
        List.of(file("small", 10), file("empty", 0), file("large", 9_500_000), file("again", 10));
    assertThat(files.missing(wanted)).hasSize(3);
    AtomicLong sent = new AtomicLong();
    assertThat(upload(wanted, progress -> sent.set(progress.bytesDone()))).isTrue();
    assertThat(sent.get()).isEqualTo(9_500_010);
    assertThat(files.missing(wanted)).isEmpty();
    List<UploadProgress> second = new ArrayList<>();
    assertThat(upload(wanted, second::add)).isTrue();
    assertThat(second).containsExactly(new UploadProgress(3, 3, 9_500_010, 9_500_010, 9_500_010));
    assertThat(run.links(Timeline.system().now().plusSeconds(60)).object(wanted.get(2).sha256()))
        .satisfies(
            link -> assertThat(get(link)).isEqualTo(Files.readAllBytes(wanted.get(2).path())));
  }

  @Test
  void ofManyFilesThoseThatAreMissingOrDamagedAreFound() throws IOException {
    List<LocalFile> many = new ArrayList<>();
    for (int size = 1; size <= 120; size++) {
      many.add(file("many" + size, size));
    }
    assertThat(upload(many.subList(0, 110), progress -> {})).isTrue();
    LocalFile whole = many.get(50);
    List<LocalFile> wanted = new ArrayList<>(many);
    wanted.set(50, new LocalFile(whole.path(), whole.sha256(), whole.size() + 1));

    Set<String> missing = files.missing(wanted);

    assertThat(missing)
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(many.subList(110, 120).stream(), Stream.of(whole))
                .map(LocalFile::sha256)
                .toList());
  }

  @Test
  void aFileThatChangedSinceItWasPlannedIsNotStored() throws IOException {
    for (int size : new int[] {10, 9_000_000}) {
      LocalFile planned = file("changing" + size, size);
      Files.write(planned.path(), new byte[size]);
      assertThatThrownBy(() -> upload(List.of(planned), progress -> {}))
          .isInstanceOf(RunException.class)
          .hasMessageContaining("not what it was when the run was planned");
      assertThat(files.missing(List.of(planned))).hasSize(1);
    }
  }

  @Test
  void aFileThatIsGoneIsNamed() throws IOException {
    LocalFile planned = file("gone", 10);
    Files.delete(planned.path());
    assertThatThrownBy(() -> upload(List.of(planned), progress -> {}))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("gone")
        .satisfies(e -> assertThat(((RunException) e).blame()).isEqualTo(Blame.USER));
  }

  @Test
  void whatARunTouchesAfterItWasListedIsNotCleanedAway() throws IOException {
    List<LocalFile> wanted = List.of(file("young", 10), file("old", 20));
    upload(wanted, progress -> {});
    List<StoredFile> listed = new ArrayList<>();
    files.sweep().objects(listed::addAll);
    List<StoredFile> beforeTheTouch =
        listed.stream()
            .map(f -> new StoredFile(f.name(), f.size(), f.modified().minusSeconds(5), f.md5()))
            .toList();

    assertThat(files.sweep().removeObjects(beforeTheTouch)).hasSize(2);
    assertThat(files.missing(wanted)).isEmpty();
    assertThat(files.sweep().removeObjects(listed)).isEmpty();
    assertThat(files.missing(wanted)).hasSize(2);
    assertThat(files.sweep().removeObjects(listed)).isEmpty(); // gone already
  }

  @Test
  void whatHasBeenThereForLongIsTouchedInsteadOfSent() throws IOException {
    List<LocalFile> wanted = List.of(file("f", 10));
    upload(wanted, progress -> {});
    String before = objectTag(wanted.get(0));
    upload(wanted, progress -> {});
    assertThat(objectTag(wanted.get(0))).isEqualTo(before);

    ManualTimeline tomorrow = new ManualTimeline();
    tomorrow.sleep(
        Duration.between(tomorrow.now(), Timeline.system().now()).plus(Duration.ofDays(1)));
    try (FileStore later = FileStore.open(settings, tomorrow)) {
      List<UploadProgress> sent = new ArrayList<>();
      later.upload(wanted, sent::add, new Interruption());
      assertThat(sent).containsExactly(new UploadProgress(1, 1, 10, 10, 10));
    }
    assertThat(objectTag(wanted.get(0))).isNotEqualTo(before);
  }

  @Test
  void anInterruptedUploadIsContinuedAndItsBlocksAreNotSentAgain() throws IOException {
    LocalFile large = file("large", 30_000_000);
    Interruption interruption = new Interruption();
    UploadListener stopSoon =
        progress -> {
          if (progress.bytesDone() > 0) {
            interruption.request();
          }
        };
    assertThat(files.upload(List.of(large), stopSoon, interruption)).isFalse();
    assertThat(files.missing(List.of(large))).hasSize(1);
    assertThat(upload(List.of(large), progress -> {})).isTrue();
    assertThat(files.missing(List.of(large))).isEmpty();
    assertThat(get(run.links(Timeline.system().now().plusSeconds(60)).object(large.sha256())))
        .isEqualTo(Files.readAllBytes(large.path()));
  }

  @Test
  void whatOthersHavePutBesideRunsIsNoRun() throws IOException {
    create();
    BlobContainerClient shared =
        new BlobServiceClientBuilder()
            .endpoint(settings.endpoint().toString())
            .credential(
                new StorageSharedKeyCredential(
                    settings.account(),
                    ((StorageSettings.Access.SharedKey) settings.access()).key().reveal()))
            .serviceVersion(BlobServiceVersion.V2025_11_05)
            .httpClient(new OkHttpAsyncHttpClientBuilder().build())
            .buildClient()
            .getBlobContainerClient(settings.container());
    for (String name : List.of("runs/README.txt", "runs/file", "runs/Not a run/x")) {
      shared.getBlobClient(name).upload(BinaryData.fromString("x"));
    }
    assertThat(files.runs()).containsExactly(run.id());
  }

  @Test
  void aRunIsRecordedOnceAndFound() throws IOException {
    assertThat(run.record()).isEmpty();
    assertThat(files.runs()).isEmpty();
    create();
    assertThat(run.record()).hasValue("{}".getBytes(UTF_8));
    assertThat(files.runs()).containsExactly(run.id());
    assertThat(run.plan().readAllBytes()).isEqualTo("plan".getBytes(UTF_8));
    assertThat(run.uploads()).extracting(LocalFile::size).containsExactly(5L);
    assertThatThrownBy(this::create)
        .isInstanceOf(RunException.class)
        .hasMessageContaining("there is one of that id");
    run.delete();
    assertThat(files.runs()).isEmpty();
    assertThat(run.record()).isEmpty();
  }

  @Test
  void oneProcessAtATimeHoldsTheLease() throws IOException {
    create();
    RunLease first = run.tryLease().orElseThrow();
    assertThat(run.tryLease()).isEmpty();
    first.writeRecord("{\"a\":1}".getBytes(UTF_8));
    assertThat(run.record()).hasValue("{\"a\":1}".getBytes(UTF_8));
    run.breakLease();
    RunLease second = run.tryLease().orElseThrow();
    assertThatThrownBy(() -> first.writeRecord("{}".getBytes(UTF_8)))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("this process has lost its lease");
    assertThat(first.held()).isFalse();
    first.close();
    second.writeRecord("{\"b\":2}".getBytes(UTF_8));
    second.close();
    RunLease third = run.tryLease().orElseThrow();
    third.close();
  }

  @Test
  void aLeaseThatAnotherProcessHadMeanwhileIsLostAlsoWhenThatOneIsDone() throws IOException {
    create();
    RunLease first = run.tryLease().orElseThrow();
    first.confirm();
    run.breakLease();
    run.tryLease().orElseThrow().close();

    assertThatThrownBy(first::confirm)
        .isInstanceOfSatisfying(
            RunException.class, e -> assertThat(e.code()).isEqualTo(RunLease.LOST));
    assertThat(first.held()).isFalse();
  }

  @Test
  void theJournalGrowsAndIsReadBackInOrder() throws IOException {
    create();
    JournalAppender journal = run.appendJournal();
    journal.append("one\n".getBytes(UTF_8));
    journal.append("two\n".getBytes(UTF_8));
    JournalAppender next = run.appendJournal();
    next.append("three\n".getBytes(UTF_8));
    assertThat(run.journal().readAllBytes()).isEqualTo("one\ntwo\nthree\n".getBytes(UTF_8));
    assertThatThrownBy(() -> journal.append("late\n".getBytes(UTF_8)))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("this process has lost its lease");
  }

  @Test
  void anAppendWhoseAnswerWasLostIsNotRepeated() throws IOException {
    create();
    JournalAppender before = run.appendJournal();
    JournalAppender other = run.appendJournal();
    other.append("same\n".getBytes(UTF_8));
    before.append("same\n".getBytes(UTF_8));
    assertThat(run.journal().readAllBytes()).isEqualTo("same\n".getBytes(UTF_8));
  }

  @Test
  void aFullJournalIsContinuedInAnotherBlob() throws IOException {
    create();
    BlobContainerClient shared = client();
    BlobJournal journal = BlobJournal.open(shared, run.id(), 2);
    for (int i = 0; i < 5; i++) {
      journal.append((i + "\n").getBytes(UTF_8));
    }
    BlobJournal.open(shared, run.id(), 2).append("5\n".getBytes(UTF_8));
    assertThat(run.journal().readAllBytes()).isEqualTo("0\n1\n2\n3\n4\n5\n".getBytes(UTF_8));
    assertThat(shared.getBlobClient(Layout.journal(run.id(), 3)).exists()).isTrue();
  }

  @Test
  void linesThatDontFitIntoOneCallAreSplitBetweenLines() throws IOException {
    create();
    byte[] lines = ("x".repeat(99) + "\n").repeat(80_000).getBytes(UTF_8);
    run.appendJournal().append(lines);
    assertThat(run.journal().readAllBytes()).isEqualTo(lines);
  }

  @Test
  void nodesReadAndWriteOnlyThroughTheirLinks() throws IOException {
    create();
    NodeLinks links = run.links(Timeline.system().now().plus(Duration.ofHours(1)));
    assertThat(put(links.runContainerForWriting(), "output/a/x.txt")).isEqualTo(201);
    assertThat(get(links.runBlob("output/a/x.txt"))).isEqualTo("hello".getBytes(UTF_8));
    assertThat(status(links.runContainerForWriting(), "output/a/x.txt")).isEqualTo(403);
    assertThat(put(links.runContainerForReading(), "output/a/y.txt")).isEqualTo(403);
    assertThat(status(links.runContainerForReading(), "output/a/x.txt")).isEqualTo(200);
    List<StoredFile> listed = new ArrayList<>();
    run.list("output/", listed::addAll);
    assertThat(listed).extracting(StoredFile::name).containsExactly("output/a/x.txt");
    assertThat(run.tail("output/a/x.txt", 2)).hasValue("lo".getBytes(UTF_8));
    assertThat(run.tail("output/none", 2)).isEmpty();
    ByteArrayOutputStream copy = new ByteArrayOutputStream();
    run.copy(listed.get(0), 0, 5, copy);
    run.copy(listed.get(0), 3, 2, copy);
    assertThat(copy.toByteArray()).isEqualTo("hellolo".getBytes(UTF_8));
  }

  @Test
  void aFileThatHasChangedSinceItWasListedIsNotCopied() throws IOException {
    create();
    NodeLinks links = run.links(Timeline.system().now().plus(Duration.ofHours(1)));
    assertThat(put(links.runContainerForWriting(), "output/a/x.txt")).isEqualTo(201);
    List<StoredFile> listed = new ArrayList<>();
    run.list("output/", listed::addAll);
    StoredFile now = listed.get(0);
    StoredFile before =
        new StoredFile(now.name(), now.size(), now.modified().minusSeconds(1), Optional.empty());
    assertThatThrownBy(() -> run.copy(before, 0, 5, new ByteArrayOutputStream()))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("changed meanwhile");
    ByteArrayOutputStream copy = new ByteArrayOutputStream();
    StoredFile withoutHash =
        new StoredFile(now.name(), now.size(), now.modified(), Optional.empty());
    run.copy(withoutHash, 1, 3, copy);
    assertThat(copy.toByteArray()).isEqualTo("ell".getBytes(UTF_8));
  }

  @Test
  void anyoneCanAskForTheEnd() throws IOException {
    create();
    assertThat(run.cancelRequested()).isEmpty();
    run.requestCancel("wrong data");
    assertThat(run.cancelRequested()).hasValue("wrong data");
  }

  @Test
  void aWrongKeyIsToldAsSuch() {
    StorageSettings wrong =
        new StorageSettings(
            settings.account(),
            settings.endpoint(),
            new StorageSettings.Access.SharedKey(Secret.of("d3Jvbmc=")),
            settings.container());
    try (FileStore refused = FileStore.open(wrong, Timeline.system())) {
      assertThatThrownBy(refused::runs)
          .isInstanceOf(RunException.class)
          .hasMessageContaining("403")
          .satisfies(
              e -> {
                assertThat(((RunException) e).blame()).isEqualTo(Blame.SERVICE);
                assertThat(((RunException) e).hint()).contains("key");
              });
    }
  }

  private boolean upload(List<LocalFile> wanted, UploadListener listener) {
    return files.upload(wanted, listener, new Interruption());
  }

  private void create() throws IOException {
    Path plan = Files.writeString(directory.resolve("plan"), "plan");
    run.create("{}".getBytes(UTF_8), plan, List.of(file("f", 5)), journal -> {});
  }

  private LocalFile file(String name, int size) throws IOException {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    Path path = Files.write(directory.resolve(name), content);
    return new LocalFile(
        path, HexFormat.of().formatHex(Digests.of("SHA-256").digest(content)), size);
  }

  private String objectTag(LocalFile file) {
    return client().getBlobClient(Layout.object(file.sha256())).getProperties().getETag();
  }

  private BlobContainerClient client() {
    String key = ((StorageSettings.Access.SharedKey) settings.access()).key().reveal();
    return new BlobServiceClientBuilder()
        .endpoint(settings.endpoint().toString())
        .credential(new StorageSharedKeyCredential(settings.account(), key))
        .serviceVersion(BlobServiceVersion.V2025_11_05)
        .buildClient()
        .getBlobContainerClient(settings.container());
  }

  private static byte[] get(Secret link) throws IOException {
    try (InputStream in = URI.create(link.reveal()).toURL().openStream()) {
      return in.readAllBytes();
    }
  }

  private static int put(Secret container, String name) throws IOException {
    HttpURLConnection connection = connection(container, name);
    connection.setRequestMethod("PUT");
    connection.setDoOutput(true);
    connection.setRequestProperty("x-ms-blob-type", "BlockBlob");
    connection.getOutputStream().write("hello".getBytes(UTF_8));
    return connection.getResponseCode();
  }

  private static int status(Secret container, String name) throws IOException {
    return connection(container, name).getResponseCode();
  }

  private static HttpURLConnection connection(Secret container, String name) throws IOException {
    String[] parts = container.reveal().split("\\?", 2);
    return (HttpURLConnection)
        URI.create(parts[0] + "/" + name + "?" + parts[1]).toURL().openConnection();
  }
}
