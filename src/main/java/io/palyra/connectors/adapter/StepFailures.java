package io.palyra.connectors.adapter;

import io.palyra.connectors.protocol.EnvelopeId;
import java.util.Map;

/** How often the inbound route has failed for each message, as long as it runs. Thread safe. */
final class StepFailures {

    /** Messages that are counted at once; a connector brings few again at a time, as it keeps their order. */
    private static final int MESSAGES_MAX = 10_000;

    private final Map<EnvelopeId, Integer> attempts = new RecentMap<>(MESSAGES_MAX);

    /** @return the attempts so far, this one included */
    synchronized int failed(EnvelopeId envelopeId) {
        return attempts.merge(envelopeId, 1, Integer::sum);
    }

    synchronized void ended(EnvelopeId envelopeId) {
        attempts.remove(envelopeId);
    }
}
