package dev.batchline.target.azurebatch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.azure.serializer.AzureJacksonAdapter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Measures requests as the SDK will write them, against Batch's limit of 1 MiB for a body. */
final class RequestSize {

  /** What one request may hold; the rest of the mebibyte is for what is around it. */
  static final int LIMIT = 1024 * 1024 - 4096;

  private static final ObjectMapper JSON = new AzureJacksonAdapter().serializer();

  private RequestSize() {}

  /** Bytes of the JSON of a part of a request. */
  static int of(Object part) {
    Counter counter = new Counter();
    try {
      JSON.writeValue(counter, part);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return counter.bytes;
  }

  private static final class Counter extends OutputStream {
    private int bytes;

    @Override
    public void write(int b) {
      bytes++;
    }

    @Override
    public void write(byte[] buffer, int offset, int length) {
      bytes += length;
    }
  }
}
