package io.palyra.connectors.admin;

import io.palyra.connectors.lane.storage.TraceStore.TracedRow;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.MessageId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The whole way of a message, from its admission to what the platform calls the answers to it. */
final class TraceCalls {

    /** What answers or continues a message has an id that begins with that one's. */
    private static final List<Pattern> DERIVED =
            List.of(Pattern.compile("(.+):(?:\\d+|ack|access)(?::chunk\\d+)?"), Pattern.compile("(.+):chunk\\d+"));

    private static final String ACCEPTED = "accepted";
    private static final String PENDING = "pending";

    private record Trace(List<Step> steps) {}

    /**
     * @param atUnixMs of what waits: when it is tried next, or else when it was stored
     * @param stage {@code admitted}, {@code daemon}, {@code enqueued} or {@code platform}
     * @param outcome {@code accepted}, or the state of the message
     */
    private record Step(
            long atUnixMs,
            String stage,
            String outcome,
            EnvelopeId envelopeId,
            int attempts,
            @Nullable MessageId nativeMessageId,
            @Nullable String reason) {}

    private final AdminServices services;

    TraceCalls(AdminServices services) {
        this.services = services;
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.get(ChannelCalls.CHANNEL + "/messages/trace/:envelope", this::trace));
    }

    private Answer trace(Call call) {
        ConnectorId connectorId = services.known(call);
        EnvelopeId envelopeId = call.envelopeId();
        List<TracedRow> rows = rows(connectorId, envelopeId);
        if (rows.isEmpty()) {
            throw new ProblemException(
                    ProblemCode.UNKNOWN_MESSAGE,
                    "neither inbox nor outbox of " + connectorId + " have a message " + envelopeId
                            + "; what is settled is purged in the end");
        }
        List<Step> steps = new ArrayList<>();
        rows.forEach(row -> add(steps, row));
        steps.sort(Comparator.comparingLong(Step::atUnixMs));
        return Answer.ok(new Trace(steps));
    }

    /** From the message on that is answered or continued, where it is such a one. */
    private List<TracedRow> rows(ConnectorId connectorId, EnvelopeId envelopeId) {
        for (Pattern derived : DERIVED) {
            Matcher id = derived.matcher(envelopeId.value());
            List<TracedRow> whole =
                    id.matches() ? services.traces().trace(connectorId, new EnvelopeId(id.group(1))) : List.of();
            if (whole.stream().anyMatch(row -> row.envelopeId().equals(envelopeId))) {
                return whole;
            }
        }
        return services.traces().trace(connectorId, envelopeId);
    }

    private static void add(List<Step> steps, TracedRow row) {
        boolean inbound = row.direction() == Direction.INBOUND;
        steps.add(new Step(
                row.createdAtUnixMs(), inbound ? "admitted" : "enqueued", ACCEPTED, row.envelopeId(), 0, null, null));
        Long at = row.state().equals(PENDING) ? row.nextAttemptUnixMs() : row.settledAtUnixMs();
        steps.add(new Step(
                at == null ? row.createdAtUnixMs() : at,
                inbound ? "daemon" : "platform",
                row.state(),
                row.envelopeId(),
                row.attempts(),
                row.nativeMessageId(),
                row.reason()));
    }
}
