package dev.batchline.emulator.model;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The images that the emulator says it supports; tasks run on this machine whichever is named. */
public final class Images {

  private static final List<Image> LIST =
      List.of(
          new Image("canonical", "0001-com-ubuntu-server-jammy", "22_04-lts", "ubuntu 22.04"),
          new Image("canonical", "0001-com-ubuntu-server-focal", "20_04-lts", "ubuntu 20.04"),
          new Image("canonical", "ubuntu-24_04-lts", "server", "ubuntu 24.04"),
          new Image("debian", "debian-12", "12", "debian 12"),
          new Image("debian", "debian-11", "11", "debian 11"),
          new Image("almalinux", "almalinux-x86_64", "9-gen2", "el 9"),
          new Image("almalinux", "almalinux", "8-gen2", "el 8"),
          new Image(
              "microsoft-dsvm",
              "ubuntu-hpc",
              "2204",
              "ubuntu 22.04",
              List.of("DockerCompatible", "SupportsRDMAOnly", "Generation2VMImage")),
          new Image(
              "microsoft-azure-batch",
              "ubuntu-server-container",
              "20-04-lts",
              "ubuntu 20.04",
              List.of("DockerCompatible")));

  /** By a key that is unique and orders them. */
  public static final NavigableMap<String, Image> ALL = byKey();

  private Images() {}

  /** One image of the marketplace. */
  public record Image(
      String publisher, String offer, String sku, String agent, List<String> capabilities) {

    public Image {
      capabilities = List.copyOf(capabilities);
    }

    Image(String publisher, String offer, String sku, String agent) {
      this(publisher, offer, sku, agent, List.of());
    }

    public ObjectNode render() {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      json.put("nodeAgentSKUId", "batch.node." + agent);
      json.putObject("imageReference")
          .put("publisher", publisher)
          .put("offer", offer)
          .put("sku", sku)
          .put("version", "latest");
      json.put("osType", "linux");
      if (!capabilities.isEmpty()) {
        capabilities.forEach(json.putArray("capabilities")::add);
      }
      return json.put("verificationType", "verified");
    }

    public Page.Properties properties() {
      return path ->
          switch (path) {
            case "osType" -> "linux";
            case "verificationType" -> "verified";
            case "nodeAgentSKUId" -> "batch.node." + agent;
            default -> null;
          };
    }
  }

  private static NavigableMap<String, Image> byKey() {
    NavigableMap<String, Image> images = new TreeMap<>();
    for (Image image : LIST) {
      images.put(image.publisher() + "/" + image.offer() + "/" + image.sku(), image);
    }
    return Collections.unmodifiableNavigableMap(images);
  }
}
