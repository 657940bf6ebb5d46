package dev.batchline.autoscale;

import java.util.Optional;

/**
 * One statement of a formula.
 *
 * @param target what the value is assigned to; without one the value is dropped
 */
record Statement(Optional<Expression.Name> target, Expression expression) {}
