package dev.batchline.emulator.engine;

import dev.batchline.emulator.model.Quotas;

/** The quotas that hold now; any thread reads and sets them. */
final class CurrentQuotas {

  private volatile Quotas quotas;

  CurrentQuotas(Quotas quotas) {
    this.quotas = quotas;
  }

  Quotas get() {
    return quotas;
  }

  void set(Quotas next) {
    quotas = next;
  }
}
