package dev.batchline.emulator.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages in a real browser, while real tasks run; skipped where there is no Chromium. */
class BrowserTest {

  private static final int RIGHT = 39;

  private static final String COUNT_UNTIL_STOPPED =
      "i=0; while [ ! -e stop ]; do i=$((i+1)); echo line $i; sleep 0.1; done; echo all done; exit 3";

  @TempDir private static Path profile;
  private static Optional<Chromium> chromium = Optional.empty();

  @TempDir private Path nodes;
  private LiveEmulator emulator;
  private Tab tab;

  @BeforeAll
  static void startChromium() throws IOException {
    Optional<Path> program = Chromium.installed();
    if (program.isEmpty()) {
      System.out.println("skipped: no Chromium is installed to look at the pages with");
    }
    Assumptions.assumeTrue(program.isPresent(), "no Chromium is installed");
    chromium = Optional.of(Chromium.start(program.get(), profile));
  }

  @AfterAll
  static void stopChromium() {
    chromium.ifPresent(Chromium::close);
  }

  @BeforeEach
  void start() throws IOException, InterruptedException {
    emulator = new LiveEmulator(nodes);
    tab = chromium.orElseThrow().tab();
  }

  /** No page may complain, or load anything from elsewhere. */
  @AfterEach
  void stop() throws IOException {
    tab.close();
    emulator.close();
    assertThat(nodes).as("directories that were left behind").isEmptyDirectory();
    assertThat(tab.complaints()).isEmpty();
    assertThat(tab.requests()).allMatch(url -> url.startsWith(emulator.url("/")));
  }

  @Test
  void aPoolIsSeenToSizeItselfAndItsNodesToWork() {
    emulator.addPool(
        "sizes-itself",
        "'enableAutoScale':true,'taskSlotsPerNode':2,'autoScaleEvaluationInterval':'PT5M',"
            + "'autoScaleFormula':'pending = $PendingTasks.Count() > 2 ?"
            + " max($PendingTasks.GetSample(2)) : 0; $TargetDedicatedNodes = pending;',");
    tab.visit(emulator.url("/view/pools/sizes-itself"));
    assertThat(tab.count(".cells .cell")).isZero();
    tab.value("window.loadedOnce = true");

    emulator.addJob("job", "sizes-itself", "");
    emulator.addTask("job", "counts", COUNT_UNTIL_STOPPED, "");

    tab.until("document.querySelectorAll('.cells .cell.running.u5').length === 1");
    tab.until("document.querySelector('main').innerText.includes('0 → 1 dedicated')");
    assertThat(tab.text("table")).contains("$PendingTasks", "pending = 1", "1 of 1 dedicated");
    assertThat(tab.count(".chart > svg polyline")).isEqualTo(2);
    assertThat(tab.text(".legend")).contains("1 running");
    assertThat(tab.value("window.loadedOnce").asBoolean()).as("not loaded anew").isTrue();

    tab.click(".cells .cell");
    tab.until("document.title.startsWith('Node')");
    assertThat(tab.text("main")).contains("1 of 2", "counts");

    tab.visit(emulator.url("/"));
    assertThat(tab.text(".card")).contains("sizes-itself", "1 of 1 dedicated");
    assertThat(tab.text("table")).contains("job", "1 running");
  }

  @Test
  void whatATaskPrintsIsSeenAsItIsPrinted() throws IOException {
    emulator.addPool("pool", "'targetDedicatedNodes':1,");
    emulator.addJob("job", "pool", "");
    emulator.addTask("job", "counts", COUNT_UNTIL_STOPPED, "");
    tab.visit(emulator.url("/view/jobs/job/tasks/counts"));

    tab.until("document.querySelector('pre.text').innerText.includes('line 3\\n')");
    tab.until("document.querySelector('.badge').innerText === '▶ running'");
    tab.size(900, 400);
    tab.value("window.scrollTo(0, 250)");
    tab.until("document.querySelector('pre.text').innerText.includes('line 20\\n')");
    assertThat(tab.value("window.scrollY").asInt()).isEqualTo(250);
    assertThat(tab.text("pre.text").lines().distinct().count())
        .as("no line twice")
        .isEqualTo(tab.text("pre.text").lines().count());

    Files.createFile(emulator.workingDirectory("counts").resolve("stop"));
    tab.until("document.querySelector('pre.text').innerText.endsWith('all done\\n')");
    tab.until("document.querySelector('.badge').innerText.includes('failed')");
    assertThat(tab.text(".error")).contains("FailureExitCode");
    assertThat(tab.text(".following")).isBlank();
    assertThat(tab.text("dl")).contains("Exit code\n3");
  }

  @Test
  void whatATaskPrintsCanNotTakePartInThePage() {
    emulator.addPool("pool", "'targetDedicatedNodes':1,");
    emulator.addJob("job", "pool", "");
    emulator.addTask(
        "job",
        "evil",
        "echo start; for i in 1 2 3; do printf"
            + " \\\\\\\"<script>stolen=1</script><img src=x onerror=stolen=1>\\\\033[31mred\\\\033[0m\\\\n\\\\\\\";"
            + " sleep 1; done",
        "'displayName':'</pre><script>stolen=1</script>',"
            + "'environmentSettings':[{'name':'<b>','value':'<script>stolen=1</script>'},"
            + "{'name':'API_TOKEN','value':'hidden-from-all'}],");
    tab.visit(emulator.url("/view/jobs/job/tasks/evil"));

    tab.until("document.querySelector('.badge').innerText.includes('completed')");
    tab.until("document.querySelector('pre.text').innerText.split('onerror').length === 4");
    assertThat(tab.text("pre.text"))
        .contains("<script>stolen=1</script><img src=x onerror=stolen=1>red\n")
        .doesNotContain("\u001B");
    assertThat(tab.value("typeof stolen").asText()).isEqualTo("undefined");
    assertThat(tab.count("main script, main img, main b")).isZero();
    assertThat(tab.value("document.documentElement.outerHTML").asText())
        .contains("API_TOKEN")
        .doesNotContain("hidden-from-all");
  }

  @Test
  void aLongListOfTasksIsReadInParts() {
    emulator.addPool("empty", "'targetDedicatedNodes':0,");
    emulator.addJob("job", "empty", "");
    emulator.addTasks("job", 1250);
    tab.visit(emulator.url("/view/jobs/job"));

    assertThat(tab.text(".tiles")).contains("1,250\ntasks", "1,250\nactive");
    assertThat(tab.count("tbody tr")).isEqualTo(100);
    tab.click("a[rel=next]");
    tab.until("document.querySelector('td').innerText === 't00100'");

    tab.value("document.querySelector('#prefix').value = 'T012'");
    tab.click(".filter button");
    tab.until("document.querySelector('td').innerText === 't01200'");
    assertThat(tab.count("tbody tr")).isEqualTo(50);
    assertThat(tab.count("a[rel=next]")).isZero();

    tab.value("document.querySelector('#state').value = 'failed'");
    tab.click(".filter button");
    tab.until("document.querySelector('main').innerText.includes('No tasks like that.')");
  }

  @Test
  void onlyTheEndOfALargeFileIsShown() throws IOException {
    emulator.addPool("pool", "'targetDedicatedNodes':1,");
    emulator.addJob("job", "pool", "");
    emulator.addTask(
        "job",
        "large",
        "yes 0123456789 | head -c 104857600; while [ ! -e stop ]; do sleep 0.1; done; echo the end",
        "");
    tab.visit(emulator.url("/view/jobs/job/tasks/large"));

    tab.until("document.querySelector('main').innerText.includes('100 MB are left out')");
    tab.until("document.querySelector('pre.text').innerText.includes('0123456789\\n')");
    assertThat(tab.value("document.querySelector('pre.text').innerText.length").asInt())
        .isLessThan(700_000);
    assertThat(tab.text(".about a")).contains("Whole file");
    Files.createFile(emulator.workingDirectory("large").resolve("stop"));
    tab.until("document.querySelector('pre.text').innerText.endsWith('the end\\n')");
  }

  @Test
  void oneWalksThroughTheNodesWithTheKeyboard() {
    emulator.addPool("pool", "'targetDedicatedNodes':3,");
    tab.visit(emulator.url("/view/pools/pool"));
    tab.until("document.querySelectorAll('.cells .cell.idle').length === 3");

    tab.value("document.querySelector('.cells .cell').focus()");
    tab.press("ArrowRight", RIGHT);

    assertThat(
            tab.value("[...document.querySelectorAll('.cell')].indexOf(document.activeElement)")
                .asInt())
        .isEqualTo(1);
    assertThat(tab.text(".hint")).contains("idle, 0 of 1 slots used, dedicated");
    String focused = tab.value("document.activeElement.href").asText();
    emulator.addJob("job", "pool", "");
    emulator.addTask("job", "long", "sleep 600", "");
    tab.until("document.querySelectorAll('.cells .cell.running').length === 1");
    assertThat(tab.value("document.activeElement.href").asText())
        .as("the focus stays where it is")
        .isEqualTo(focused);
  }

  @Test
  void darkAndNarrowAreSeenTo() {
    emulator.addPool("pool", "'targetDedicatedNodes':2,");
    emulator.addJob("job", "pool", "");
    tab.prefer("light");
    tab.visit(emulator.url("/"));
    String light = tab.value("getComputedStyle(document.body).backgroundColor").asText();
    tab.prefer("dark");
    String dark = tab.value("getComputedStyle(document.body).backgroundColor").asText();

    assertThat(light).isEqualTo("rgb(246, 247, 249)");
    assertThat(dark).isEqualTo("rgb(16, 20, 24)");
    tab.size(360, 700);
    for (String path : new String[] {"/", "/view/pools/pool", "/view/jobs/job"}) {
      tab.visit(emulator.url(path));
      assertThat(tab.value("document.documentElement.scrollWidth").asInt())
          .as(path + " in a narrow window")
          .isLessThanOrEqualTo(360);
    }
  }

  @Test
  void aPageSaysThatTheEmulatorIsGone() {
    tab.visit(emulator.url("/"));
    emulator.close();

    tab.until("document.querySelector('#live').innerText.includes('does not answer')");
    assertThat(tab.text("h1")).isEqualTo("Overview");
    tab.visit("about:blank");
    tab.forgetComplaints();
  }

  @Test
  void oneCanPauseAPageAndLetItGoOn() {
    emulator.addPool("pool", "'targetDedicatedNodes':1,");
    tab.visit(emulator.url("/"));
    tab.click("#live button");

    assertThat(tab.text("#live")).contains("Paused", "Go on");
    emulator.addPool("another", "'targetDedicatedNodes':0,");
    tab.click("#live button");
    tab.until("document.querySelector('main').innerText.includes('another')");
  }
}
