package dev.batchline.cli.console;

import dev.batchline.report.Wording;
import dev.batchline.storage.CollectProgress;
import dev.batchline.storage.UploadProgress;

/** How far bytes have come, as text. */
final class UploadText {

  private UploadText() {}

  static String of(UploadProgress upload) {
    String found =
        upload.bytesFound() == 0 ? "" : ", " + Wording.bytes(upload.bytesFound()) + " there before";
    return Wording.bytes(upload.bytesDone())
        + " of "
        + Wording.bytes(upload.bytes())
        + " ("
        + upload.filesDone()
        + " of "
        + Wording.count(upload.files(), "file")
        + found
        + ")";
  }

  static String of(CollectProgress collect) {
    return Wording.count(collect.files(), "file") + ", " + Wording.bytes(collect.bytes());
  }
}
