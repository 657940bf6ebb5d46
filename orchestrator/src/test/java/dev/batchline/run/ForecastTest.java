package dev.batchline.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchline.run.Forecast.Estimate;
import dev.batchline.run.Supply.Arrival;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ForecastTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void manyEqualTasksShareTheSlots() {
    assertThat(left(List.of(work("a", 1000, 0)), 10)).isBetween(minutes(100), minutes(101));
  }

  @Test
  void tasksThatAllRunAtOnceTakeAsLongAsTheLongest() {
    GroupWork group = new GroupWork("a", 5, 0, MINUTE, minutes(7), List.of());

    assertThat(left(List.of(group), 10)).isEqualTo(minutes(7));
  }

  @Test
  void theLastTaskRunsForHalfItsTimeStill() {
    assertThat(left(List.of(work("a", 0, 1)), 10)).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void aGroupThatComesAfterAnotherBeginsWhenThatIsDone() {
    List<GroupWork> chain =
        List.of(work("a", 100, 0), new GroupWork("b", 1, 0, minutes(5), minutes(5), List.of("a")));

    assertThat(left(chain, 10)).isBetween(minutes(15), minutes(16));
  }

  @Test
  void groupsThatDontWaitForEachOtherShareTheSlots() {
    assertThat(left(List.of(work("a", 100, 0), work("b", 100, 0)), 10))
        .isBetween(minutes(20), minutes(21));
  }

  @Test
  void aGroupOfWhichNothingIsKnownMakesItALowerBound() {
    List<GroupWork> groups =
        List.of(
            work("a", 100, 0),
            new GroupWork("b", 3, 0, Duration.ZERO, Duration.ZERO, List.of("a")));

    assertThat(Forecast.of(groups, Supply.of(10))).map(Estimate::atLeast).contains(true);
  }

  @Test
  void nothingIsForeseenWithoutSlotsOrDurations() {
    assertThat(Forecast.of(List.of(work("a", 100, 0)), Supply.of(0))).isEmpty();
    assertThat(
            Forecast.of(
                List.of(new GroupWork("a", 3, 0, Duration.ZERO, Duration.ZERO, List.of())),
                Supply.of(10)))
        .isEmpty();
  }

  @Test
  void moreSlotsNeverMakeItLaterThanFewer() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 300; i++) {
      List<GroupWork> groups = drawn(random);
      Duration before = Duration.ofDays(10_000);
      for (int slots = 1; slots < 2000; slots *= 3) {
        Duration now = left(groups, slots);
        // the end of a group is taken for half its longest task, so by that much it may jump
        Duration jump =
            groups.stream().map(GroupWork::longest).reduce(Duration.ZERO, Duration::plus);
        assertThat(now).isLessThanOrEqualTo(before.plus(jump));
        before = now;
      }
    }
  }

  @Test
  void itSaysHowManyTimesTheSlotsWouldBeEnough() {
    List<GroupWork> groups = List.of(work("a", 1000, 0));

    Optional<Double> factor = Forecast.factorFor(groups, Supply.of(10), minutes(51));

    assertThat(factor.orElseThrow()).isBetween(1.9, 2.1);
  }

  @Test
  void noNumberOfSlotsMakesTheLongestTaskShorter() {
    GroupWork group = new GroupWork("a", 100, 0, MINUTE, minutes(30), List.of());

    assertThat(Forecast.factorFor(List.of(group), Supply.of(10), minutes(20))).isEmpty();
  }

  @Test
  void nodesThatBootCountFromWhenTheyAreReady() {
    Supply four = new Supply(List.of(new Arrival(0, 4), new Arrival(300_000, 16)), minutes(5));

    // 20 tasks in the first five minutes, then 20 at a time
    assertThat(Forecast.of(List.of(work("a", 100, 0)), four).orElseThrow().left())
        .isEqualTo(minutes(9).plusSeconds(30));
  }

  @Test
  void whereNothingIsReadyTheFirstTaskBeginsWhenANodeIs() {
    Supply boots = new Supply(List.of(new Arrival(120_000, 4)), minutes(5));

    assertThat(Forecast.of(List.of(work("a", 3, 0)), boots).orElseThrow().left())
        .isEqualTo(minutes(3));
    assertThat(Forecast.of(List.of(work("a", 8, 0)), boots).orElseThrow().left())
        .isEqualTo(minutes(4).plusSeconds(30));
  }

  @Test
  void nodesThatWouldHelpMustBootFirst() {
    List<GroupWork> groups = List.of(work("a", 1000, 0));
    Supply now = new Supply(List.of(new Arrival(0, 10)), minutes(20));

    assertThat(Forecast.factorFor(groups, now, minutes(51)).orElseThrow()).isBetween(2.6, 2.8);
  }

  private static List<GroupWork> drawn(SplittableRandom random) {
    return IntStream.range(0, 1 + random.nextInt(4))
        .mapToObj(
            i -> {
              Duration mean = Duration.ofSeconds(1 + random.nextInt(600));
              return new GroupWork(
                  "g" + i,
                  1 + random.nextInt(5000),
                  random.nextInt(20),
                  mean,
                  mean.multipliedBy(1 + random.nextInt(5)),
                  i > 0 && random.nextBoolean() ? List.of("g" + (i - 1)) : List.of());
            })
        .toList();
  }

  private static GroupWork work(String name, int waiting, int running) {
    return new GroupWork(name, waiting, running, MINUTE, MINUTE, List.of());
  }

  private static Duration left(List<GroupWork> groups, double slots) {
    return Forecast.of(groups, Supply.of(slots)).orElseThrow().left();
  }

  private static Duration minutes(long minutes) {
    return Duration.ofMinutes(minutes);
  }
}
