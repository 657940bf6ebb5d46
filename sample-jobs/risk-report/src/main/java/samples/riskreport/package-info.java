/** A Monte Carlo risk report of a portfolio of stocks and options: the sample's own program. */
package samples.riskreport;
