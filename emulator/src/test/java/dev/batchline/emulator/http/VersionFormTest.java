package dev.batchline.emulator.http;

import static dev.batchline.emulator.http.FakeBatchService.json;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Each version of the API has its own members, by the descriptions of the versions. */
class VersionFormTest {

  private static final String COUNTS =
      "{'poolId':'p','dedicated':{'idle':1,'upgradingOS':0,'deallocated':0,'deallocating':0},"
          + "'lowPriority':{'idle':0,'upgradingOS':0,'deallocated':0,'deallocating':0}}";

  private static String answer(String version, String metadata, String newest) {
    return new VersionForm(version).answer(metadata, json(newest)).toString();
  }

  @Test
  void countsOfNodesHaveTheStatesOfTheirVersion() {
    assertThat(answer("2024-07-01.20.0", "poolnodecounts", COUNTS))
        .isEqualTo(json(COUNTS).toString());
    assertThat(answer("2024-02-01.19.0", "poolnodecounts", COUNTS))
        .isEqualTo(
            json("{'poolId':'p','dedicated':{'idle':1,'upgradingOS':0},"
                    + "'lowPriority':{'idle':0,'upgradingOS':0}}")
                .toString());
    assertThat(answer("2022-10-01.16.0", "poolnodecounts", COUNTS))
        .isEqualTo(
            json("{'poolId':'p','dedicated':{'idle':1},'lowPriority':{'idle':0}}").toString());
  }

  @Test
  void slotsHaveTheNameThatTheyHadThen() {
    assertThat(answer("2020-03-01.11.0", "pools/@Element", "{'id':'p','taskSlotsPerNode':4}"))
        .isEqualTo(json("{'id':'p','maxTasksPerNode':4}").toString());
    assertThat(answer("2020-09-01.12.0", "pools", "{'id':'p','taskSlotsPerNode':4}"))
        .isEqualTo(json("{'id':'p','taskSlotsPerNode':4}").toString());
    assertThat(
            new VersionForm("2020-03-01.11.0")
                .request(
                    json(
                        "{'jobSpecification':{'poolInfo':{'autoPoolSpecification':"
                            + "{'pool':{'maxTasksPerNode':2}}}}}")))
        .isEqualTo(
            json(
                "{'jobSpecification':{'poolInfo':{'autoPoolSpecification':"
                    + "{'pool':{'taskSlotsPerNode':2}}}}}"));
  }

  @Test
  void countsOfTasksWereFlatOnce() {
    VersionForm old = new VersionForm("2020-03-01.11.0");
    assertThat(
            old.answer(
                "taskcountsresult/@Element",
                json("{'taskCounts':{'active':1},'taskSlotCounts':{}}")))
        .isEqualTo(json("{'active':1}"));
    assertThat(old.metadata("taskcountsresult/@Element")).isEqualTo("taskcounts/@Element");
  }
}
