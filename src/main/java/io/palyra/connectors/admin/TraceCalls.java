package io.palyra.connectors.admin;

import io.palyra.connectors.lane.storage.TraceStore.PastAttempt;
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
     * @param outcome {@code accepted}, what an attempt came to, what was decided then, or the state of the message
     * @param attempts those that had counted by then; null where that is not known
     */
    private record Step(
            long atUnixMs,
            String stage,
            String outcome,
            EnvelopeId envelopeId,
            @Nullable Integer attempts,
            @Nullable MessageId nativeMessageId,
            @Nullable String cause,
            @Nullable String reason) {}

    /** @param envelopeId of the message that all of it began with */
    private record Way(EnvelopeId envelopeId, List<TracedRow> rows) {

        boolean has(EnvelopeId id) {
            return rows.stream().anyMatch(row -> row.envelopeId().equals(id));
        }
    }

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
        Way way = way(connectorId, envelopeId);
        List<Step> steps = steps(way.rows(), services.lookups().traces().attempts(connectorId, way.envelopeId()));
        if (steps.isEmpty()) {
            throw new ProblemException(
                    ProblemCode.UNKNOWN_MESSAGE,
                    "neither inbox nor outbox of " + connectorId + " have a message " + envelopeId
                            + "; what is settled is purged in the end");
        }
        return Answer.ok(new Trace(steps));
    }

    /** Its state is left out where an attempt says it already. */
    private static List<Step> steps(List<TracedRow> rows, List<PastAttempt> attempts) {
        List<Step> steps = new ArrayList<>();
        rows.forEach(row -> {
            steps.add(begin(row));
            List<PastAttempt> own =
                    attempts.stream().filter(attempt -> isOf(row, attempt)).toList();
            own.forEach(attempt -> steps.add(step(attempt)));
            if (own.stream().noneMatch(attempt -> attempt.outcome().equals(row.state()))) {
                steps.add(end(row));
            }
        });
        attempts.stream()
                .filter(attempt -> rows.stream().noneMatch(row -> isOf(row, attempt)))
                .forEach(attempt -> steps.add(step(attempt)));
        steps.sort(Comparator.comparingLong(Step::atUnixMs));
        return steps;
    }

    /** From the message on that is answered or continued, where it is such a one. */
    private Way way(ConnectorId connectorId, EnvelopeId envelopeId) {
        for (Pattern derived : DERIVED) {
            Matcher id = derived.matcher(envelopeId.value());
            if (id.matches()) {
                EnvelopeId beginning = new EnvelopeId(id.group(1));
                Way whole = new Way(beginning, services.lookups().traces().trace(connectorId, beginning));
                if (whole.has(envelopeId)) {
                    return whole;
                }
            }
        }
        return new Way(envelopeId, services.lookups().traces().trace(connectorId, envelopeId));
    }

    private static Step step(PastAttempt attempt) {
        return new Step(
                attempt.atUnixMs(),
                stage(attempt.direction()),
                attempt.outcome(),
                attempt.envelopeId(),
                attempt.attempts(),
                null,
                attempt.cause(),
                attempt.reason());
    }

    private static String stage(Direction direction) {
        return direction == Direction.INBOUND ? "daemon" : "platform";
    }

    private static Step begin(TracedRow row) {
        return new Step(
                row.createdAtUnixMs(),
                row.direction() == Direction.INBOUND ? "admitted" : "enqueued",
                ACCEPTED,
                row.envelopeId(),
                0,
                null,
                null,
                null);
    }

    private static Step end(TracedRow row) {
        Long at = row.state().equals(PENDING) ? row.nextAttemptUnixMs() : row.settledAtUnixMs();
        return new Step(
                at == null ? row.createdAtUnixMs() : at,
                stage(row.direction()),
                row.state(),
                row.envelopeId(),
                row.attempts(),
                row.nativeMessageId(),
                null,
                row.reason());
    }

    private static boolean isOf(TracedRow row, PastAttempt attempt) {
        return attempt.direction() == row.direction() && attempt.envelopeId().equals(row.envelopeId());
    }
}
