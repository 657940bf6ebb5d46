package samples.riskreport;

/** Makes independent normals correlated: the lower triangle L with L·Lᵀ = the correlations. */
final class Cholesky {

  private final double[][] lower;

  /**
   * @throws InputException if the matrix isn't symmetric and positive definite
   */
  Cholesky(double[][] correlations) {
    int size = correlations.length;
    lower = new double[size][size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        double rest = correlations[i][j];
        for (int k = 0; k < j; k++) {
          rest -= lower[i][k] * lower[j][k];
        }
        boolean degenerate = i == j && rest <= 0;
        if (degenerate || correlations[i][j] != correlations[j][i]) {
          throw new InputException("the correlations are not symmetric and positive definite");
        }
        lower[i][j] = i == j ? StrictMath.sqrt(rest) : rest / lower[j][j];
      }
    }
  }

  /** Of the first {@code i + 1} independent normals, the {@code i}th correlated one. */
  double correlated(int i, double[] independent) {
    double sum = 0;
    for (int k = 0; k <= i; k++) {
      sum += lower[i][k] * independent[k];
    }
    return sum;
  }
}
