package dev.batchline.emulator.model;

/** What the account may have at once, as its owner sees and sets it; any thread may call. */
public interface AccountQuotas {

  Quotas quotas();

  /** Sets other quotas; what there is already stays, as on Azure. */
  void setQuotas(Quotas quotas);
}
