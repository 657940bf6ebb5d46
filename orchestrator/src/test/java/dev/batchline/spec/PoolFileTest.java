package dev.batchline.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PoolFileTest {

  @Test
  void aTemplateCanBeFilledInWithoutAJobFile() {
    PoolSpec pool = read("cpu-autoscale", Map.of("maxNodes", "7", "taskSlotsPerNode", "2"));

    assertThat(pool.json()).contains("min(7, ceil(tasks / tasksPerNode))");
    assertThat(pool.taskSlotsPerNode()).isEqualTo(2);
  }

  @Test
  void mistakesAreThoseOfTheCommandLine() {
    assertThatThrownBy(() -> read("cpu-autoscal", Map.of()))
        .isInstanceOf(JobFileException.class)
        .hasMessageStartingWith("--pool: there is no pool template \"cpu-autoscal\"");
    assertThatThrownBy(() -> read("cpu-fixed", Map.of("nodes", "many", "x", "1")))
        .hasMessageContaining("--pool: \"nodes\" must be a whole number")
        .hasMessageContaining("--pool: the pool template has no parameter \"x\"");
  }

  private static PoolSpec read(String template, Map<String, String> parameters) {
    return PoolFile.read(template, parameters, List.of(JobDirectory.shippedTemplates()));
  }
}
