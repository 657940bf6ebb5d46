package dev.batchline.emulator.node;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import okhttp3.HttpUrl;
import okhttp3.Request;

/**
 * A container of Azure Storage, reached by a URL that carries its own permission (a SAS).
 *
 * @param url of the container, with the SAS as its query
 */
record BlobContainer(HttpUrl url) {

  static BlobContainer at(HttpUrl url) {
    int last = url.pathSize() - 1;
    boolean endsWithSlash = last > 0 && url.pathSegments().get(last).isEmpty();
    return new BlobContainer(
        endsWithSlash ? url.newBuilder().removePathSegment(last).build() : url);
  }

  /** Where a blob is, with the container's permission. */
  HttpUrl blob(String name) {
    return url.newBuilder().addPathSegments(name).build();
  }

  /**
   * The names of the blobs that begin with a prefix, page after page.
   *
   * @throws IOException as {@link HttpTransfer#send} does
   */
  List<String> list(String prefix, HttpTransfer http, Cancellation cancellation)
      throws IOException {
    List<String> names = new ArrayList<>();
    Optional<String> marker = Optional.of("");
    while (marker.isPresent()) {
      HttpUrl.Builder query =
          url.newBuilder()
              .addQueryParameter("restype", "container")
              .addQueryParameter("comp", "list");
      if (!prefix.isEmpty()) {
        query.addQueryParameter("prefix", prefix);
      }
      if (!marker.get().isEmpty()) {
        query.addQueryParameter("marker", marker.get());
      }
      Request request = new Request.Builder().url(query.build()).build();
      Page page = http.send(request, cancellation, body -> page(body.byteStream()));
      names.addAll(page.names());
      marker = page.next();
    }
    return names;
  }

  private record Page(List<String> names, Optional<String> next) {}

  private static Page page(InputStream xml) throws IOException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    List<String> names = new ArrayList<>();
    Optional<String> next = Optional.empty();
    try {
      XMLStreamReader reader = factory.createXMLStreamReader(xml);
      boolean inBlob = false;
      while (reader.hasNext()) {
        int event = reader.next();
        if (event == XMLStreamConstants.END_ELEMENT && reader.getLocalName().equals("Blob")) {
          inBlob = false;
        }
        if (event != XMLStreamConstants.START_ELEMENT) {
          continue;
        }
        String element = reader.getLocalName();
        if (element.equals("Blob")) {
          inBlob = true;
        } else if (inBlob && element.equals("Name")) {
          names.add(reader.getElementText());
        } else if (element.equals("NextMarker")) {
          next = Optional.of(reader.getElementText()).filter(marker -> !marker.isEmpty());
        }
      }
      return new Page(names, next);
    } catch (XMLStreamException e) {
      throw new IOException("the list of blobs is not the XML it should be", e);
    }
  }
}
