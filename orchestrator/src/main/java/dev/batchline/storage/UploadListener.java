package dev.batchline.storage;

/** Told how uploading goes on; may be called from several threads. */
@FunctionalInterface
public interface UploadListener {

  void progressed(UploadProgress progress);
}
