/**
 * What the end of an attempt means for its message, as values: pure functions from what happened to a sealed verdict.
 * Knows neither Camel nor the store; who carries a verdict out stands in {@code inbox} and {@code outbox}.
 */
@NullMarked
package io.palyra.connectors.engine;

import org.jspecify.annotations.NullMarked;
