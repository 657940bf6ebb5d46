package dev.batchline.storage;

import dev.batchline.plan.LocalFile;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Adds up an upload and tells how it goes on. */
final class UploadMeter {

  private final UploadListener listener;
  private UploadProgress progress;

  UploadMeter(List<LocalFile> files, Set<String> missing, UploadListener listener) {
    this.listener = listener;
    Set<String> counted = new HashSet<>();
    int found = 0;
    long bytes = 0;
    long bytesFound = 0;
    for (LocalFile file : files) {
      if (counted.add(file.sha256())) {
        bytes += file.size();
        if (!missing.contains(file.sha256())) {
          found++;
          bytesFound += file.size();
        }
      }
    }
    progress = new UploadProgress(counted.size(), found, bytes, bytesFound, bytesFound);
    listener.progressed(progress);
  }

  synchronized void sent(long bytes) {
    progress =
        new UploadProgress(
            progress.files(),
            progress.filesDone(),
            progress.bytes(),
            progress.bytesDone() + bytes,
            progress.bytesFound());
    listener.progressed(progress);
  }

  synchronized void fileDone() {
    progress =
        new UploadProgress(
            progress.files(),
            progress.filesDone() + 1,
            progress.bytes(),
            progress.bytesDone(),
            progress.bytesFound());
    listener.progressed(progress);
  }
}
