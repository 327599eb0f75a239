package io.palyra.connectors.protocol;

/**
 * What the outbox answers once a message is stored.
 *
 * @param created false where a message with the same idempotency key was there before; that one stays as it is
 */
public record EnqueueOutcome(EnvelopeId envelopeId, boolean created) {}
