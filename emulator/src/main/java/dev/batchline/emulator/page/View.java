package dev.batchline.emulator.page;

import dev.batchline.emulator.model.AccountReader;
import dev.batchline.emulator.model.BatchService;
import dev.batchline.emulator.time.ServiceTime;

/**
 * What pages are made from.
 *
 * @param account for lists and states, which are read without rendering them as answers
 * @param service for files, and for what is shown as the API shows it
 */
record View(AccountReader account, BatchService service, ServiceTime time, Facts facts) {

  Times times() {
    return new Times(time.now());
  }
}
