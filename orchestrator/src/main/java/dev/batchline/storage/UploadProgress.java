package dev.batchline.storage;

/**
 * How far an upload is.
 *
 * @param files that are needed
 * @param filesDone that are in Storage by now
 * @param bytes of all files that are needed
 * @param bytesDone in Storage by now, those found there included
 * @param bytesFound of files that were there before
 */
public record UploadProgress(
    int files, int filesDone, long bytes, long bytesDone, long bytesFound) {}
