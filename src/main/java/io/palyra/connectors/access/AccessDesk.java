package io.palyra.connectors.access;

import com.github.f4b6a3.ulid.UlidCreator;
import io.palyra.connectors.adapter.InboundFacts;
import io.palyra.connectors.adapter.UnknownConnectorException;
import io.palyra.connectors.events.ConnectorEvent;
import io.palyra.connectors.events.EventLevel;
import io.palyra.connectors.events.EventLog;
import io.palyra.connectors.events.EventType;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.SenderId;
import io.palyra.connectors.transaction.Transaction;
import io.palyra.connectors.transaction.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What operators ask and decide about access. Each change is an event with who did it. Thread safe; blocks until it is committed. */
public final class AccessDesk {

    public static final Duration CODE_TTL = Duration.ofMinutes(10);
    public static final Duration CODE_TTL_MIN = Duration.ofSeconds(30);
    public static final Duration CODE_TTL_MAX = Duration.ofHours(24);
    public static final Duration GRANT_TTL_MAX = Duration.ofDays(3650);

    /** Codes of one instance that are valid at a time. */
    public static final int CODES_MAX = 100;

    private final AccessStore store;
    private final AccessBook book;
    private final AccessInstances instances;
    private final Pairing pairing;
    private final Answers answers;
    private final EventLog events;
    private final Transactions transactions;
    private final Codes codes;
    private final Clock clock;
    private final AccessPreview preview;

    AccessDesk(
            AccessStore store,
            AccessBook book,
            AccessInstances instances,
            Pairing pairing,
            Answers answers,
            EventLog events,
            Transactions transactions,
            Codes codes,
            Clock clock) {
        this.store = store;
        this.book = book;
        this.instances = instances;
        this.pairing = pairing;
        this.answers = answers;
        this.events = events;
        this.transactions = transactions;
        this.codes = codes;
        this.clock = clock;
        this.preview = new AccessPreview(book, instances, pairing, transactions, clock);
    }

    /**
     * How things stand with an instance.
     *
     * @param rules those that hold
     * @param declared fields of the rules that the settings file owns
     * @param codes without the codes themselves
     * @param enforced whether each message comes to the check before it comes to the inbox
     */
    public record View(
            AccessRuleSet rules,
            List<String> declared,
            List<Grant> grants,
            List<PairingRequest> requests,
            List<IssuedCode> codes,
            boolean enforced,
            List<AccessWarning> warnings) {}

    /** A code that is valid, as far as anybody may see it again. */
    public record IssuedCode(String codeId, @Nullable String issuedBy, long expiresAtUnixMs) {}

    /** A code, for the only time. */
    public record MintedCode(String codeId, String code, long expiresAtUnixMs) {

        /** Without the code. */
        @Override
        public String toString() {
            return "MintedCode[" + codeId + "]";
        }
    }

    /** @throws UnknownConnectorException where there is no such instance */
    public View view(ConnectorId connectorId) {
        instances.require(connectorId);
        long now = clock.millis();
        AccessRules rules = book.rules(connectorId);
        List<Grant> grants = book.grants(connectorId).stream()
                .sorted(Comparator.comparing(Grant::createdAtUnixMs)
                        .thenComparing(grant -> grant.senderId().value()))
                .toList();
        boolean enforced = instances.isEnforced(connectorId);
        return new View(
                rules.written(),
                declared(connectorId).map(AccessRuleSet.Field::wireName).toList(),
                grants,
                book.requests(connectorId).stream()
                        .sorted(Comparator.comparing(PairingRequest::createdAtUnixMs)
                                .thenComparing(PairingRequest::code))
                        .toList(),
                store.codes(connectorId).stream()
                        .filter(code -> code.holdsAt(now))
                        .map(code -> new IssuedCode(code.codeId(), code.issuedBy(), code.expiresAtUnixMs()))
                        .toList(),
                enforced,
                AccessWarning.of(connectorId, rules, !grants.isEmpty(), enforced, instances));
    }

    /** Ids in the lists of the rules that nobody and no conversation can have. Never blocks. */
    public List<AccessWarning> unmatchedIds(ConnectorId connectorId) {
        return AccessWarning.unmatchedIds(book.rules(connectorId).written(), connectorId, instances);
    }

    /**
     * Requests that wait for an operator.
     *
     * @param oldestCreatedAtUnixMs of the one that waits longest; null where there is none
     */
    public record OpenRequests(int open, @Nullable Long oldestCreatedAtUnixMs) {}

    /** From memory; never blocks. */
    public OpenRequests openRequests(ConnectorId connectorId) {
        LongSummaryStatistics open = book.requests(connectorId).stream()
                .filter(request -> request.state() == PairingRequest.State.OPEN)
                .mapToLong(PairingRequest::createdAtUnixMs)
                .summaryStatistics();
        return new OpenRequests((int) open.getCount(), open.getCount() == 0 ? null : open.getMin());
    }

    private Stream<AccessRuleSet.Field> declared(ConnectorId connectorId) {
        AccessRuleSet declared = instances.declared(connectorId);
        return Arrays.stream(AccessRuleSet.Field.values()).filter(field -> field.isIn(declared));
    }

    /**
     * Lets somebody in who has asked, and tells him so.
     *
     * @param code of his request, in upper or lower case
     * @param ttlMs how long it holds; null: until it is revoked
     * @param operator who does it, as he names himself
     * @throws UnknownAccessException where no open request has the code
     */
    public Grant approve(ConnectorId connectorId, String code, @Nullable Long ttlMs, @Nullable String operator) {
        instances.require(connectorId);
        requireTtl(ttlMs, Duration.ofMillis(1), GRANT_TTL_MAX, "10 years at most");
        EnvelopeId answer = new EnvelopeId("access-" + UlidCreator.getUlid());
        return transactions.run(transaction -> {
            long now = clock.millis();
            PairingRequest request = openRequest(transaction, connectorId, code, now);
            Grant grant = new Grant(
                    connectorId,
                    request.senderId(),
                    request.senderDisplay(),
                    request.conversationId(),
                    Grant.Way.REQUEST,
                    operator,
                    now,
                    ttlMs == null ? null : now + ttlMs);
            pairing.letIn(transaction, grant);
            ConnectorEvent event = about(
                            connectorId,
                            EventType.ACCESS_APPROVED,
                            "an operator has let in who asked for it",
                            request.senderId(),
                            operator)
                    .with("code", request.code());
            events.append(
                    transaction,
                    grant.expiresAtUnixMs() == null
                            ? event
                            : event.with("expires_at_unix_ms", grant.expiresAtUnixMs()));
            answers.letIn(transaction, answer, grant);
            return grant;
        });
    }

    /**
     * Does not let in who has asked. He is not told, and can ask again when the request ends.
     *
     * @throws UnknownAccessException where no open request has the code
     */
    public PairingRequest deny(ConnectorId connectorId, String code, @Nullable String operator) {
        instances.require(connectorId);
        return transactions.run(transaction -> {
            PairingRequest denied =
                    openRequest(transaction, connectorId, code, clock.millis()).denied();
            store.save(transaction, denied);
            events.append(
                    transaction,
                    about(
                                    connectorId,
                                    EventType.ACCESS_DENIED,
                                    "an operator has not let in who asked for it",
                                    denied.senderId(),
                                    operator)
                            .with("code", denied.code()));
            transaction.afterCommit(() -> book.add(denied));
            return denied;
        });
    }

    private PairingRequest openRequest(Transaction transaction, ConnectorId connectorId, String code, long now) {
        return store.request(transaction, connectorId, Codes.read(code.strip()))
                .filter(request -> request.isOpenAt(now))
                .orElseThrow(() -> new UnknownAccessException(connectorId + " has no open request with the code "
                        + printable(code) + "; it may have ended, or somebody has decided about it"));
    }

    private static String printable(String code) {
        return code.length() <= 16 && code.chars().allMatch(c -> c > ' ' && c < 127) ? code : "that was given";
    }

    /**
     * Makes a code that lets in whoever writes it first in a direct conversation.
     *
     * @param ttlMs how long it is valid; null: {@link #CODE_TTL}
     * @throws AccessStateException where codes are of no use, or too many are valid
     */
    public MintedCode mint(ConnectorId connectorId, @Nullable Long ttlMs, @Nullable String operator) {
        instances.require(connectorId);
        requireTtl(ttlMs, CODE_TTL_MIN, CODE_TTL_MAX, "30 seconds to 24 hours");
        if (book.rules(connectorId).direct() != DirectRule.PAIRING) {
            throw new AccessStateException("codes are of no use to " + connectorId + ": its rule dm is "
                    + book.rules(connectorId).direct().wireName() + ", not pairing; change that first");
        }
        String codeId = UlidCreator.getUlid().toString();
        String code = codes.pairing();
        return transactions.run(transaction -> {
            long now = clock.millis();
            store.requireInstance(transaction, connectorId);
            store.forgetEnded(transaction, now);
            if (store.codes(transaction, connectorId).size() >= CODES_MAX) {
                throw new AccessStateException(
                        connectorId + " has " + CODES_MAX + " codes that are valid; wait until one ends");
            }
            long expiresAt = now + (ttlMs == null ? CODE_TTL.toMillis() : ttlMs);
            store.add(
                    transaction,
                    new PairingCode(connectorId, codeId, Codes.hash(codeId, code), operator, now, expiresAt));
            events.append(
                    transaction,
                    about(
                                    connectorId,
                                    EventType.ACCESS_CODE_ISSUED,
                                    "an operator has a pairing code made",
                                    null,
                                    operator)
                            .with("code_id", codeId)
                            .with("expires_at_unix_ms", expiresAt));
            return new MintedCode(codeId, code, expiresAt);
        });
    }

    /** @throws UnknownAccessException where nobody has let that sender in */
    public void revoke(ConnectorId connectorId, SenderId senderId, @Nullable String operator) {
        instances.require(connectorId);
        transactions.writeAndWait(transaction -> {
            if (!store.removeGrant(transaction, connectorId, senderId)) {
                throw new UnknownAccessException(
                        connectorId + " has no grant of " + senderId + "; ids are written as the grants have them");
            }
            events.append(
                    transaction,
                    about(
                            connectorId,
                            EventType.ACCESS_REVOKED,
                            "an operator lets a sender in no longer",
                            senderId,
                            operator));
            transaction.afterCommit(() -> book.removeGrant(connectorId, senderId));
        });
    }

    /**
     * Changes rules; they hold for the next message.
     *
     * @param changes what they are from now on; what is null is left as it is
     * @param reset fields that are to be as if no operator had ever set them
     * @throws AccessStateException where the settings file owns one of them
     */
    public void change(
            ConnectorId connectorId, AccessRuleSet changes, Set<AccessRuleSet.Field> reset, @Nullable String operator) {
        instances.require(connectorId);
        List<String> changed = Arrays.stream(AccessRuleSet.Field.values())
                .filter(field -> field.isIn(changes) || reset.contains(field))
                .map(field -> requireOurs(connectorId, field))
                .toList();
        if (changed.isEmpty()) {
            throw new InvalidEnvelopeException("rules", "name no field that is to change");
        }
        transactions.writeAndWait(transaction -> {
            store.requireInstance(transaction, connectorId);
            AccessRuleSet now =
                    changes.over(store.rules(transaction, connectorId).without(reset));
            store.saveRules(transaction, connectorId, now, clock.millis());
            events.append(
                    transaction,
                    about(
                                    connectorId,
                                    EventType.ACCESS_CHANGED,
                                    "an operator has changed who may talk: " + String.join(", ", changed),
                                    null,
                                    operator)
                            .with("fields", changed));
            transaction.afterCommit(() -> book.changed(connectorId, now));
        });
    }

    private String requireOurs(ConnectorId connectorId, AccessRuleSet.Field field) {
        if (field.isIn(instances.declared(connectorId))) {
            throw new AccessStateException(field.wireName() + " of " + connectorId
                    + " is set in the settings: change palyra.connectors." + connectorId.kind() + "."
                    + connectorId.name() + "." + field.option() + " there, or take it out and restart");
        }
        return field.wireName();
    }

    /**
     * What would become of a message, and which step decides it. Changes nothing.
     *
     * @param steps each that was asked, the last one decides
     */
    public record Preview(boolean allowed, AccessReason reason, List<Step> steps) {}

    /**
     * What one step of a decision has found.
     *
     * @param decided null where the next step was asked
     * @param explanation for people
     */
    public record Step(String step, @Nullable AccessReason decided, String explanation) {

        static Step decided(String step, AccessReason reason) {
            return new Step(step, reason, reason.description());
        }
    }

    /**
     * What would become of a message.
     *
     * @param changes of the rules, as if they held; what they say nothing about is as it is
     * @throws AccessStateException where the settings own a field that they change
     */
    public Preview preview(
            ConnectorId connectorId,
            SenderId senderId,
            ConversationId conversationId,
            String text,
            boolean direct,
            boolean senderIsBot,
            InboundFacts facts,
            AccessRuleSet changes) {
        instances.require(connectorId);
        Arrays.stream(AccessRuleSet.Field.values())
                .filter(field -> field.isIn(changes))
                .forEach(field -> requireOurs(connectorId, field));
        return preview.of(
                new AccessQuestion(connectorId, senderId, conversationId, direct, senderIsBot, facts, text), changes);
    }

    private static void requireTtl(@Nullable Long ttlMs, Duration min, Duration max, String words) {
        if (ttlMs != null && (ttlMs < min.toMillis() || ttlMs > max.toMillis())) {
            throw new InvalidEnvelopeException(
                    "ttl_ms",
                    "must be " + min.toMillis() + " to " + max.toMillis() + ", " + words,
                    String.valueOf(ttlMs));
        }
    }

    private static ConnectorEvent about(
            ConnectorId connectorId,
            EventType type,
            String message,
            @Nullable SenderId senderId,
            @Nullable String operator) {
        ConnectorEvent event = ConnectorEvent.of(connectorId, type, EventLevel.INFO, message);
        event = senderId == null ? event : event.with("sender_id", senderId.value());
        return operator == null ? event : event.with("operator", operator);
    }
}
