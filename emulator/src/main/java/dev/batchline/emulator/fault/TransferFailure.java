package dev.batchline.emulator.fault;

import java.util.Optional;
import java.util.stream.Stream;

/** How downloads and uploads of a task fail, in Batch's words. */
public enum TransferFailure {
  BLOB_NOT_FOUND(true, "UserError", "BlobNotFound", "The specified Azure Blob(s) not found"),
  BLOB_ACCESS_DENIED(
      true, "UserError", "BlobAccessDenied", "Access to the specified Azure Blob(s) is denied"),
  BLOB_DOWNLOAD_TIMED_OUT(
      true,
      "ServerError",
      "BlobDownloadTimedOut",
      "The download of the specified Azure Blob(s) timed out"),
  BLOB_DOWNLOAD_MISC_ERROR(
      true,
      "ServerError",
      "BlobDownloadMiscError",
      "The download of the specified Azure Blob(s) failed"),
  RESOURCE_FILE_WRITE_FAILED(
      true, "ServerError", "ResourceFileWriteFailed", "A resource file could not be written"),
  DISK_FULL(true, "ServerError", "DiskFull", "The disk of the node is full"),
  FILE_UPLOAD_CONTAINER_NOT_FOUND(
      false,
      "UserError",
      "FileUploadContainerNotFound",
      "One of the specified Azure container(s) was not found while attempting to upload an output"
          + " file"),
  FILE_UPLOAD_ACCESS_DENIED(
      false,
      "UserError",
      "FileUploadAccessDenied",
      "Access to one of the specified file upload destinations was denied"),
  FILE_UPLOAD_MISC_ERROR(
      false,
      "UserError",
      "FileUploadMiscError",
      "An error was encountered while uploading one of the output files");

  private final boolean download;
  private final String category;
  private final String code;
  private final String message;

  TransferFailure(boolean download, String category, String code, String message) {
    this.download = download;
    this.category = category;
    this.code = code;
    this.message = message;
  }

  public String category() {
    return category;
  }

  public String code() {
    return code;
  }

  public String message() {
    return message;
  }

  static Optional<TransferFailure> of(boolean download, String code) {
    return all(download).filter(one -> one.code.equalsIgnoreCase(code)).findFirst();
  }

  static Stream<TransferFailure> all(boolean download) {
    return Stream.of(values()).filter(one -> one.download == download);
  }
}
