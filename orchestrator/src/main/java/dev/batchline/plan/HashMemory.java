package dev.batchline.plan;

import java.util.Optional;

/** What files hashed to before; any number of threads may use it. */
public interface HashMemory {

  /** Knows nothing and keeps nothing. */
  HashMemory NONE =
      new HashMemory() {
        @Override
        public Optional<String> sha256(FileState file) {
          return Optional.empty();
        }

        @Override
        public void keep(FileState file, String sha256) {}
      };

  /** The hash of a file's content, if it was hashed in exactly this state. */
  Optional<String> sha256(FileState file);

  /** Keeps the hash for later. */
  void keep(FileState file, String sha256);
}
