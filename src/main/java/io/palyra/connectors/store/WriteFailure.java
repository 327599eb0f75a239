package io.palyra.connectors.store;

import io.palyra.connectors.transaction.StoreUnavailableException;
import java.time.Duration;

/**
 * That the store does not take what is written, or not all of it.
 *
 * @param lasted until now
 */
public record WriteFailure(StoreUnavailableException why, Duration lasted) {}
