package dev.batchline.target.azurebatch;

import com.microsoft.azure.batch.protocol.models.MetadataItem;
import dev.batchline.base.RunId;
import dev.batchline.target.RunSetup;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What marks a pool or job as a run's: metadata that anyone with access to the account can read, so
 * that {@code batchline clean} and people find what was left behind.
 */
final class Ownership {

  static final String RUN = "batchline-run";
  static final String EXPIRY = "batchline-expiry";
  static final String NAME = "batchline-name";

  private Ownership() {}

  static List<MetadataItem> metadata(RunSetup setup) {
    return List.of(
        item(RUN, setup.run().value()),
        item(EXPIRY, setup.times().expiry().toString()),
        item(NAME, setup.plan().name()));
  }

  static boolean isOf(@Nullable List<MetadataItem> metadata, RunId run) {
    return value(metadata, RUN).filter(run.value()::equals).isPresent();
  }

  static Optional<String> value(@Nullable List<MetadataItem> metadata, String name) {
    return metadata == null
        ? Optional.empty()
        : metadata.stream()
            .filter(item -> name.equals(item.name()))
            .map(MetadataItem::value)
            .findFirst();
  }

  private static MetadataItem item(String name, String value) {
    return new MetadataItem().withName(name).withValue(value);
  }
}
