package io.palyra.connectors.simulate;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.palyra.connectors.inbox.InboxEntry;
import io.palyra.connectors.outbox.OutboxEntry;
import io.palyra.connectors.protocol.InboundMessageEvent;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of the events of a simulation, in the shape of {@code simulate --json}.
 *
 * @param attemptsPerEnvelope attempts of each outbound message
 * @param queuePending outbound messages that are not settled: their outcome is unknown and waits for an operator, or the
 *     time was up
 * @param inboundPending events that the daemon has not answered; for people only
 * @param timeUp whether it ended because nothing more settled; for people only
 * @param fates what became of the first {@value #FATES_MAX} events; for people only
 */
public record SimulationSummary(
        List<Ingest> ingests,
        Map<String, Integer> attemptsPerEnvelope,
        long deliveredCount,
        long queuePending,
        long queueDeadLetters,
        int restartCount,
        @JsonIgnore long inboundPending,
        @JsonIgnore boolean timeUp,
        @JsonIgnore List<Fate> fates) {

    /** Nobody reads more of them. */
    static final int FATES_MAX = 100;

    /**
     * What became of one event.
     *
     * @param refusal why it was not accepted; null where it was
     * @param inbox how it stands; null where it was not accepted, or is the same as an earlier one
     * @param answers what the daemon has answered, each part of it
     */
    public record Fate(
            InboundMessageEvent event,
            @Nullable String refusal,
            @Nullable InboxEntry inbox,
            List<Sent> answers) {}

    /** An answer, or a part of one, and how it stands. */
    public record Sent(OutboxEntry entry, String text) {}

    /**
     * One event of the file.
     *
     * @param enqueuedOutbound messages that the daemon answered with; none for an event that an earlier one is the same as
     * @param reason why it was not accepted; for people only
     */
    public record Ingest(
            String envelopeId,
            boolean accepted,
            int enqueuedOutbound,
            @JsonIgnore @Nullable String reason) {}
}
