package dev.batchline.emulator.node;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okio.BufferedSink;
import okio.Okio;
import okio.Source;
import org.jspecify.annotations.Nullable;

/**
 * Uploads a file as a block blob without ever holding it in memory: a small one at once, a large
 * one in blocks, of which at most 50,000 make a blob.
 */
final class BlobUpload {

  private static final int MOST_BLOCKS = 50_000;
  private static final MediaType TEXT = MediaType.get("text/plain; charset=utf-8");
  private static final MediaType XML = MediaType.get("application/xml");

  private final HttpTransfer http;
  private final long blockSize;

  /**
   * @param blockSize bytes; larger files are uploaded in blocks of it
   */
  BlobUpload(HttpTransfer http, long blockSize) {
    this.http = http;
    this.blockSize = blockSize;
  }

  /**
   * Uploads a file over what is there.
   *
   * @param url of the blob, with its SAS
   * @param headers of the blob, such as {@code Content-Type} or {@code x-ms-blob-content-type}
   * @throws IOException as {@link HttpTransfer#send} does
   * @throws IllegalArgumentException if a header's name or value isn't one
   */
  void upload(Path file, HttpUrl url, Map<String, String> headers, Cancellation cancellation)
      throws IOException {
    long size = Files.size(file);
    if (size <= blockSize) {
      Request.Builder put =
          new Request.Builder()
              .url(url)
              .header("x-ms-blob-type", "BlockBlob")
              .put(new FilePart(file, 0, size));
      send(withHeaders(put, headers), cancellation);
      return;
    }
    uploadBlocks(new FilePart(file, 0, size), url, headers, cancellation);
  }

  /**
   * Uploads a small text over what is there; see {@link #upload(Path, HttpUrl, Map, Cancellation)}.
   */
  void upload(byte[] content, HttpUrl url, Cancellation cancellation) throws IOException {
    RequestBody body = RequestBody.create(content, TEXT);
    send(
        new Request.Builder().url(url).header("x-ms-blob-type", "BlockBlob").put(body),
        cancellation);
  }

  private void uploadBlocks(
      FilePart whole, HttpUrl url, Map<String, String> headers, Cancellation cancellation)
      throws IOException {
    long size = whole.length;
    long block = Math.max(blockSize, (size + MOST_BLOCKS - 1) / MOST_BLOCKS);
    StringBuilder list = new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?><BlockList>");
    for (long offset = 0; offset < size; offset += block) {
      String id = blockId(offset / block);
      HttpUrl putBlock =
          url.newBuilder()
              .addQueryParameter("comp", "block")
              .addQueryParameter("blockid", id)
              .build();
      FilePart part = new FilePart(whole.file, offset, Math.min(block, size - offset));
      send(new Request.Builder().url(putBlock).put(part), cancellation);
      list.append("<Latest>").append(id).append("</Latest>");
    }
    list.append("</BlockList>");
    HttpUrl putList = url.newBuilder().addQueryParameter("comp", "blocklist").build();
    RequestBody body = RequestBody.create(list.toString().getBytes(StandardCharsets.UTF_8), XML);
    send(withHeaders(new Request.Builder().url(putList).put(body), headers), cancellation);
  }

  /** Ids of one blob must all be equally long. */
  private static String blockId(long number) {
    byte[] text = String.format(Locale.ROOT, "%08d", number).getBytes(StandardCharsets.US_ASCII);
    return Base64.getEncoder().encodeToString(text);
  }

  /** Content headers of the request would be those of the list of blocks, so they're the blob's. */
  private static Request.Builder withHeaders(Request.Builder request, Map<String, String> headers) {
    headers.forEach(
        (name, value) -> {
          String lower = name.toLowerCase(Locale.ROOT);
          boolean ofBlob = lower.startsWith("content-") && !lower.equals("content-length");
          request.header(ofBlob ? "x-ms-blob-" + lower : name, value);
        });
    return request;
  }

  private void send(Request.Builder request, Cancellation cancellation) throws IOException {
    http.send(
        request.header("x-ms-version", "2021-12-02").build(), cancellation, body -> "no body");
  }

  /** A part of a file as the body of a request that may be sent again. */
  private static final class FilePart extends RequestBody {
    private final Path file;
    private final long offset;
    private final long length;

    FilePart(Path file, long offset, long length) {
      this.file = file;
      this.offset = offset;
      this.length = length;
    }

    @Override
    public @Nullable MediaType contentType() {
      return null;
    }

    @Override
    public long contentLength() {
      return length;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        channel.position(offset);
        InputStream bytes = Channels.newInputStream(channel);
        try (Source source = Okio.source(bytes)) {
          sink.write(source, length);
        }
      }
    }
  }
}
