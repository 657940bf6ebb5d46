package dev.batchline.emulator.model;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** How job schedules look in answers, and to filters. */
public final class JobScheduleJson {

  private JobScheduleJson() {}

  public static ObjectNode render(JobSchedule schedule, String base) {
    ObjectNode said = schedule.settings().document().tree();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", schedule.id());
    if (said.has("displayName")) {
      json.set("displayName", said.get("displayName"));
    }
    json.put("url", Urls.jobSchedule(base, schedule.id()));
    json.put("eTag", schedule.stamp().eTag());
    json.put("lastModified", WireTime.text(schedule.lastModified()));
    json.put("creationTime", WireTime.text(schedule.created()));
    JobJson.transition(json, schedule.state());
    said.remove(List.of("id", "displayName"));
    json.setAll(said);
    ObjectNode execution = json.putObject("executionInfo");
    schedule.nextRun().ifPresent(time -> execution.put("nextRunTime", WireTime.text(time)));
    if (schedule.jobs() > 0) {
      String job = schedule.jobId(schedule.jobs());
      execution.putObject("recentJob").put("id", job).put("url", Urls.job(base, job));
    }
    schedule.ended().ifPresent(time -> execution.put("endTime", WireTime.text(time)));
    return json;
  }

  public static Page.Properties properties(JobSchedule schedule) {
    return path ->
        switch (path) {
          case "id" -> schedule.id();
          case "state" -> schedule.state().state().wire();
          case "stateTransitionTime" -> schedule.state().since();
          case "creationTime" -> schedule.created();
          case "lastModified" -> schedule.lastModified();
          case "schedule/doNotRunUntil" -> schedule.settings().notBefore().orElse(null);
          case "schedule/doNotRunAfter" -> schedule.settings().notAfter().orElse(null);
          case "executionInfo/endTime" -> schedule.ended().orElse(null);
          default -> null;
        };
  }
}
