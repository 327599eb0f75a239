package io.palyra.connectors.admin;

import io.palyra.connectors.lane.storage.DeadLetter;
import io.palyra.connectors.lane.storage.DeadLetterStore;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.Texts;
import io.palyra.connectors.protocol.WireEnum;
import io.palyra.connectors.settings.Role;
import io.palyra.connectors.supervisor.DeadLetterDecisions.Decision;
import io.palyra.connectors.supervisor.DeadLetterDesk;
import io.palyra.connectors.supervisor.DeadLetterDesk.BulkOutcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Dead letters: shown, replayed, discarded. */
final class DeadLetterCalls {

    private static final String OPERATIONS = ChannelCalls.CHANNEL + "/operations/dead-letters";

    private record DeadLetters(
            List<DeadLetter> deadLetters, @Nullable Long nextBeforeDeadLetterId) {}

    /** Which dead letters; all conditions together. {@code all} takes any number of them, as a job. */
    private record BulkFilter(
            @Nullable String reasonContains,
            @Nullable Long beforeUnixMs,
            @Nullable Direction direction,
            @Nullable Integer limit,
            @Nullable Boolean all,
            boolean dryRun) {

        DeadLetterStore.Filter filter() {
            return new DeadLetterStore.Filter(direction, reasonContains, beforeUnixMs, null);
        }

        boolean isAll() {
            return Boolean.TRUE.equals(all);
        }

        /** What is decided about too many is not had back. */
        void requireSelection() {
            if (reasonContains != null && reasonContains.isBlank()) {
                throw new InvalidEnvelopeException(
                        "reason_contains", "must not be blank, as every reason has that; say all where all are meant");
            }
            if (!isAll() && limit == null && filter().equals(DeadLetterStore.Filter.ANY)) {
                throw new InvalidEnvelopeException(
                        "all",
                        "must be true where all are meant; otherwise give reason_contains, before_unix_ms, direction or limit");
            }
            if (isAll() && limit != null) {
                throw new InvalidEnvelopeException("limit", "does not go with all");
            }
        }

        int limitOrDefault() {
            return limit == null ? Call.LIMIT_DEFAULT : Call.checkedLimit(limit);
        }
    }

    /** What is said of a decision. */
    private record Words(String type, String done, String refused) {

        static Words of(Decision decision) {
            return decision == Decision.REPLAY
                    ? new Words("dead_letters.replay", " tried again", " cannot be tried again")
                    : new Words("dead_letters.discard", " given up", " were decided by somebody else");
        }
    }

    static String type(Decision decision) {
        return Words.of(decision).type();
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
                Endpoint.get(ChannelCalls.CHANNEL + "/dead-letters", this::list)
                        .taking("limit", "direction", "reason_contains", "before_unix_ms", "before_dead_letter_id"),
                Endpoint.postOptional(
                                OPERATIONS + "/:number/replay", call -> one(call, Decision.REPLAY, " is tried again"))
                        .by(Role.OPERATOR),
                Endpoint.postOptional(
                                OPERATIONS + "/:number/discard", call -> one(call, Decision.DISCARD, " is given up"))
                        .by(Role.OPERATOR),
                Endpoint.postOptional(OPERATIONS + "/replay", call -> many(call, Decision.REPLAY))
                        .by(Role.OPERATOR),
                Endpoint.postOptional(OPERATIONS + "/discard", call -> many(call, Decision.DISCARD))
                        .by(Role.OPERATOR));
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
        return Answer.ok(new DeadLetters(MessageTexts.shown(page.letters(), call), page.next()));
    }

    private Answer one(Call call, Decision decision, String done) {
        ConnectorId connectorId = services.known(call);
        call.noFields();
        DeadLetter letter = desk.decide(connectorId, call.deadLetterId(), decision);
        return Answer.ok(views.channel(
                connectorId,
                Action.deadLetter(type(decision), "message " + letter.envelopeId() + done, letter.deadLetterId())));
    }

    private Answer many(Call call, Decision decision) {
        ConnectorId connectorId = services.known(call);
        BulkFilter filter = call.body(BulkFilter.class);
        filter.requireSelection();
        if (filter.dryRun()) {
            return preview(connectorId, filter, Words.of(decision));
        } else if (filter.isAll()) {
            return Answer.json(
                    202,
                    new JobCalls.One(JobView.of(services.jobs()
                            .start(
                                    connectorId,
                                    filter.filter(),
                                    decision,
                                    call.caller().operator()))));
        }
        BulkOutcome outcome = desk.decideAll(connectorId, filter.filter(), filter.limitOrDefault(), decision);
        Words words = Words.of(decision);
        String message = Texts.counted(outcome.done(), "message is", "messages are")
                + words.done()
                + (outcome.refused() == 0 ? "" : ", " + outcome.refused() + words.refused())
                + more(connectorId, filter, filter.limitOrDefault() - outcome.done() - outcome.refused(), 0);
        return Answer.ok(views.channel(connectorId, Action.count(words.type(), message, outcome.done())));
    }

    private Answer preview(ConnectorId connectorId, BulkFilter filter, Words words) {
        List<DeadLetterStore.Summary> meant =
                services.deadLetters().summaries(connectorId, filter.filter(), filter.limitOrDefault());
        long count = filter.isAll()
                ? services.deadLetters().count(connectorId, filter.filter()).letters()
                : meant.size();
        String message = Texts.counted(count, "message", "messages") + " would be"
                + words.done()
                + (filter.isAll()
                        ? ""
                        : more(connectorId, filter, filter.limitOrDefault() - meant.size(), meant.size()));
        return Answer.ok(views.channel(connectorId, Action.preview(words.type(), message, count, meant)));
    }

    /**
     * What is meant as well and was left because of the limit.
     *
     * @param room of the limit that was not used
     * @param taken of those that the filter still finds
     */
    private String more(ConnectorId connectorId, BulkFilter filter, int room, int taken) {
        long left = room > 0
                ? 0
                : services.deadLetters().count(connectorId, filter.filter()).letters() - taken;
        return left <= 0 ? "" : "; " + left + " more are as wanted, which \"all\": true takes as well";
    }
}
