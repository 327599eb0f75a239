package io.palyra.connectors.admin;

import io.palyra.connectors.lane.storage.DeadLetter;
import io.palyra.connectors.lane.storage.DeadLetterStore;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.WireEnum;
import io.palyra.connectors.supervisor.DeadLetterDesk;
import io.palyra.connectors.supervisor.DeadLetterDesk.BulkOutcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Dead letters: shown, replayed, discarded. */
final class DeadLetterCalls {

    private static final String OPERATIONS = ChannelCalls.CHANNEL + "/operations/dead-letters";
    private static final String REPLAY = "dead_letters.replay";
    private static final String DISCARD = "dead_letters.discard";

    private record DeadLetters(
            List<DeadLetter> deadLetters, @Nullable Long nextBeforeDeadLetterId) {}

    /** Which dead letters; all conditions together. */
    private record BulkFilter(
            @Nullable String reasonContains,
            @Nullable Long beforeUnixMs,
            @Nullable Direction direction,
            @Nullable Integer limit,
            boolean dryRun) {

        DeadLetterStore.Filter filter() {
            return new DeadLetterStore.Filter(direction, reasonContains, beforeUnixMs, null);
        }

        int limitOrDefault() {
            return limit == null ? Call.LIMIT_DEFAULT : Call.checkedLimit(limit);
        }
    }

    private final AdminServices services;
    private final DeadLetterDesk desk;
    private final ChannelViews views;

    DeadLetterCalls(AdminServices services, ChannelViews views) {
        this.services = services;
        this.desk = services.deadLetterDesk();
        this.views = views;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(ChannelCalls.CHANNEL + "/dead-letters", this::list),
                Endpoint.postOptional(OPERATIONS + "/:number/replay", this::replay),
                Endpoint.postOptional(OPERATIONS + "/:number/discard", this::discard),
                Endpoint.postOptional(OPERATIONS + "/replay", this::replayAll),
                Endpoint.postOptional(OPERATIONS + "/discard", this::discardAll));
    }

    private Answer list(Call call) {
        ConnectorId connectorId = services.known(call);
        Direction direction = call.query("direction")
                .map(word -> WireEnum.parse(Direction.class, word, "direction"))
                .orElse(null);
        DeadLetterStore.Filter filter = new DeadLetterStore.Filter(
                direction,
                call.query("reason_contains").orElse(null),
                call.number("before_unix_ms").orElse(null),
                call.number("before_dead_letter_id").orElse(null));
        DeadLetterStore.Page page = services.deadLetters().latest(connectorId, filter, call.limit());
        return Answer.ok(new DeadLetters(page.letters(), page.next()));
    }

    private Answer replay(Call call) {
        ConnectorId connectorId = services.known(call);
        call.noFields();
        DeadLetter letter = desk.replay(connectorId, call.deadLetterId());
        return one(connectorId, REPLAY, "message " + letter.envelopeId() + " is tried again", letter);
    }

    private Answer discard(Call call) {
        ConnectorId connectorId = services.known(call);
        call.noFields();
        DeadLetter letter = desk.discard(connectorId, call.deadLetterId());
        return one(connectorId, DISCARD, "message " + letter.envelopeId() + " is given up", letter);
    }

    private Answer replayAll(Call call) {
        ConnectorId connectorId = services.known(call);
        BulkFilter filter = call.body(BulkFilter.class);
        if (filter.dryRun()) {
            return preview(connectorId, REPLAY, filter, " messages would be tried again");
        }
        BulkOutcome outcome = desk.replayAll(connectorId, filter.filter(), filter.limitOrDefault());
        return many(connectorId, REPLAY, outcome, " messages are tried again", " cannot be tried again");
    }

    private Answer discardAll(Call call) {
        ConnectorId connectorId = services.known(call);
        BulkFilter filter = call.body(BulkFilter.class);
        if (filter.dryRun()) {
            return preview(connectorId, DISCARD, filter, " messages would be given up");
        }
        BulkOutcome outcome = desk.discardAll(connectorId, filter.filter(), filter.limitOrDefault());
        return many(connectorId, DISCARD, outcome, " messages are given up", " were decided by somebody else");
    }

    private Answer preview(ConnectorId connectorId, String type, BulkFilter filter, String would) {
        List<DeadLetterStore.Summary> meant =
                services.deadLetters().summaries(connectorId, filter.filter(), filter.limitOrDefault());
        return Answer.ok(views.channel(connectorId, Action.preview(type, meant.size() + would, meant)));
    }

    private Answer one(ConnectorId connectorId, String type, String message, DeadLetter letter) {
        return Answer.ok(views.channel(connectorId, Action.deadLetter(type, message, letter.deadLetterId())));
    }

    private Answer many(ConnectorId connectorId, String type, BulkOutcome outcome, String done, String refused) {
        String message = outcome.done() + done + (outcome.refused() == 0 ? "" : ", " + outcome.refused() + refused);
        return Answer.ok(views.channel(connectorId, Action.count(type, message, outcome.done())));
    }
}
