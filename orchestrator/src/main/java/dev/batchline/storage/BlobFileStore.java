package dev.batchline.storage;

import dev.batchline.base.Timeline;

/** In Azure Storage. */
final class BlobFileStore {

  private BlobFileStore() {}

  static FileStore open(StorageSettings settings, Timeline timeline) {
    throw new UnsupportedOperationException(settings + " " + timeline.now());
  }
}
