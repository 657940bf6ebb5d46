package dev.batchline.telemetry;

/** What is measured on a node, with its name and unit wherever it is shown. */
public enum NodeMetric {
  CPU("CPU", "percent"),
  MEMORY_USED("memory used", "bytes"),
  DISK_READ("disk read", "bytes per second"),
  DISK_WRITTEN("disk written", "bytes per second");

  private final String label;
  private final String unit;

  NodeMetric(String label, String unit) {
    this.label = label;
    this.unit = unit;
  }

  public String label() {
    return label;
  }

  public String unit() {
    return unit;
  }
}
