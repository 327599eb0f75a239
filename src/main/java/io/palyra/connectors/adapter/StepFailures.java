package io.palyra.connectors.adapter;

import io.palyra.connectors.protocol.EnvelopeId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often the inbound route has failed for each message, as long as it runs: a message is tried {@value #ATTEMPTS_MAX}
 * times, like one for which a step of the other stages fails. Thread safe.
 */
final class StepFailures {

    static final int ATTEMPTS_MAX = 5;

    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);

    /** Messages that are counted at once; a connector brings few again at a time, as it keeps their order. */
    private static final int MESSAGES_MAX = 10_000;

    private final Map<EnvelopeId, Integer> attempts = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<EnvelopeId, Integer> eldest) {
            return size() > MESSAGES_MAX;
        }
    };

    /** @return the attempts so far, this one included */
    synchronized int failed(EnvelopeId envelopeId) {
        return attempts.merge(envelopeId, 1, Integer::sum);
    }

    synchronized void ended(EnvelopeId envelopeId) {
        attempts.remove(envelopeId);
    }

    /** How long to wait after so many attempts: 1, 2, 4, 8 s. */
    static Duration waitAfter(int attempts) {
        return FIRST_WAIT.multipliedBy(1L << (attempts - 1));
    }
}
