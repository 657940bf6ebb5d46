package dev.batchline.emulator.fault;

/**
 * Random numbers that belong to a place instead of following each other: the n-th one of a stream
 * is the same whatever else was drawn before. The mixing is that of SplitMix64.
 */
final class Dice {

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final long FNV_OFFSET = 0xCBF29CE484222325L;
  private static final long FNV_PRIME = 0x100000001B3L;

  private Dice() {}

  /** A number from 0 to 1, without 1. */
  static double throwOf(long seed, String stream, long number) {
    long place = mix(mix(seed) ^ hash(stream)) + number * GOLDEN;
    return (mix(place) >>> 11) * 0x1.0p-53;
  }

  /** The seed of one of several that share a seed. */
  static long seed(long shared, long number) {
    return mix(shared * GOLDEN + number);
  }

  private static long hash(String text) {
    long hash = FNV_OFFSET;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * FNV_PRIME;
    }
    return hash;
  }

  private static long mix(long value) {
    long mixed = value + GOLDEN;
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
