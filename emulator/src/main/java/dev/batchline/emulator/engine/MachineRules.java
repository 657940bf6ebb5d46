package dev.batchline.emulator.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchline.emulator.model.ErrorCode;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a pool's virtual machines must be like for each other: image, operating system, accounts and
 * containers. Nothing here runs on such a machine; but a pool that Azure refuses is refused.
 */
final class MachineRules {

  private static final Pattern GALLERY =
      Pattern.compile(
          "/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft\\.Compute"
              + "/galleries/[^/]+/images/[^/]+(/versions/[^/]+)?",
          Pattern.CASE_INSENSITIVE);
  private static final String GALLERY_FORM =
      "The specified resource id must be of the format"
          + " /subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers"
          + "/Microsoft.Compute/galleries/{galleryName}/images/{galleryImageName}/versions"
          + "/{galleryImageVersionName} or"
          + " /subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers"
          + "/Microsoft.Compute/galleries/{galleryName}/images/{galleryImageName}";

  private static final Set<String> NAMES_OF_IMAGES =
      Set.of(
          "publisher", "virtualMachineImageId", "sharedGalleryImageId", "communityGalleryImageId");

  /** Whose images the service has ever listed as supported, and those of their systems today. */
  private static final Set<String> PUBLISHERS =
      Set.of(
          "almalinux",
          "batch",
          "canonical",
          "coreos",
          "credativ",
          "debian",
          "microsoft-ads",
          "microsoft-azure-batch",
          "microsoft-dsvm",
          "microsoftcblmariner",
          "microsoftwindowsdesktop",
          "microsoftwindowsserver",
          "microsoftwindowsserverhpcpack",
          "nvidia",
          "openlogic",
          "oracle",
          "redhat",
          "resf",
          "suse",
          "xilinx");

  /** Who publishes operating systems without a container runtime, but for images named so. */
  private static final Set<String> PLAIN_PUBLISHERS =
      Set.of(
          "almalinux",
          "canonical",
          "credativ",
          "debian",
          "microsoftwindowsserver",
          "openlogic",
          "oracle");

  /**
   * Checks a pool, or the pool of a specification.
   *
   * @throws dev.batchline.emulator.model.BatchError with what Azure says of it
   */
  void check(ObjectNode pool) {
    JsonNode machine = pool.path("virtualMachineConfiguration");
    JsonNode image = machine.path("imageReference");
    checkKind(pool, image);
    checkGallery(image.path("virtualMachineImageId").asText());
    checkPublisher(image);
    checkContainers(machine, image);
    if (machine.has("nodeAgentSKUId")) {
      boolean windows =
          machine.path("nodeAgentSKUId").asText().toLowerCase(Locale.ROOT).contains("windows");
      checkAccounts(
          pool.path("userAccounts"),
          windows ? "linuxUserConfiguration" : "windowsUserConfiguration");
    }
  }

  private static void checkGallery(String image) {
    if (!image.isEmpty() && !GALLERY.matcher(image).matches()) {
      throw ErrorCode.invalidValue("virtualMachineImageId", image, GALLERY_FORM);
    }
  }

  /** A pool has machines of one kind, and they have one image. */
  private static void checkKind(ObjectNode pool, JsonNode image) {
    if (pool.has("cloudServiceConfiguration") && pool.has("virtualMachineConfiguration")) {
      throw refused(
          "virtualMachineConfiguration",
          "cloudServiceConfiguration and virtualMachineConfiguration are mutually exclusive.");
    }
    long named = NAMES_OF_IMAGES.stream().filter(image::has).count();
    if (!image.isMissingNode() && named != 1) {
      throw refused(
          "imageReference", "An image is named by publisher, offer and sku, or by one id alone.");
    }
  }

  private static void checkPublisher(JsonNode image) {
    String publisher = image.path("publisher").asText();
    if (!publisher.isEmpty() && !PUBLISHERS.contains(publisher.toLowerCase(Locale.ROOT))) {
      throw refused(
          "imageReference",
          "The specified imageReference with publisher %s offer %s sku %s is not supported."
              .formatted(publisher, image.path("offer").asText(), image.path("sku").asText()));
    }
  }

  private static void checkContainers(JsonNode machine, JsonNode image) {
    String publisher = image.path("publisher").asText();
    String sku = image.path("sku").asText();
    if (machine.has("containerConfiguration")
        && PLAIN_PUBLISHERS.contains(publisher.toLowerCase(Locale.ROOT))
        && !sku.toLowerCase(Locale.ROOT).contains("container")) {
      throw refused(
          "containerConfiguration",
          "The specified imageReference with publisher %s offer %s sku %s does not support container"
                  .formatted(publisher, image.path("offer").asText(), sku)
              + " feature.");
    }
  }

  private static void checkAccounts(JsonNode accounts, String foreign) {
    for (JsonNode account : accounts) {
      if (account.has(foreign)) {
        throw refused(
            foreign,
            "The user configuration for user account '%s' has a mismatch with the OS (Windows/Linux)"
                    .formatted(account.path("name").asText())
                + " configuration specified in VirtualMachineConfiguration");
      }
    }
  }

  private static RuntimeException refused(String property, String reason) {
    return ErrorCode.INVALID_PROPERTY_VALUE.error(
        Map.of("PropertyName", property, "Reason", reason));
  }
}
