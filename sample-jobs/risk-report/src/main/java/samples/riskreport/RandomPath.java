package samples.riskreport;

/**
 * The random numbers of one path: a function of the seed and the path's number alone.
 *
 * <p>That is what makes a run's numbers independent of how it is split into tasks: no generator is
 * handed from path to path. The numbers are those of SplitMix64 (Steele, Lea, Flood 2014), begun at
 * a place that is mixed from seed and path.
 */
final class RandomPath {

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private long state;

  RandomPath(long seed, long path) {
    state = mix(mix(seed + GOLDEN) ^ path * GOLDEN);
  }

  /** A normal variate: one uniform number in the open interval (0, 1), turned by the quantile. */
  double nextNormal() {
    state += GOLDEN;
    double uniform = ((mix(state) >>> 11) + 0.5) * 0x1.0p-53;
    return Normal.quantile(uniform);
  }

  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
