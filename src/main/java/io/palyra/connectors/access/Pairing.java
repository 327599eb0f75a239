package io.palyra.connectors.access;

import io.palyra.connectors.events.ConnectorEvent;
import io.palyra.connectors.events.EventLevel;
import io.palyra.connectors.events.EventLog;
import io.palyra.connectors.events.EventType;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.SenderId;
import io.palyra.connectors.transaction.Transaction;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a stranger gets in: he asks, and an operator approves; or he writes a code that an operator has given him. Everything
 * runs in the caller's transaction, on the store's writer thread: what is decided about one message is there for the next one.
 */
final class Pairing {

    /** Of one instance at a time; a full list turns newcomers away rather than those who asked before them. */
    static final int REQUESTS_MAX = 1_000;

    static final Duration REQUEST_TTL = Duration.ofHours(24);
    static final int WRONG_CODES_OF_SENDER = 5;
    static final int WRONG_CODES_OF_INSTANCE = 100;

    private final AccessStore store;
    private final AccessBook book;
    private final Answers answers;
    private final EventLog events;
    private final Codes codes;
    private final Clock clock;

    Pairing(AccessStore store, AccessBook book, Answers answers, EventLog events, Codes codes, Clock clock) {
        this.store = store;
        this.book = book;
        this.answers = answers;
        this.events = events;
        this.codes = codes;
        this.clock = clock;
    }

    /**
     * The pairing code that a message is. One that comes again, as its message does after a kill, is none for the daemon either.
     * What only has the form of a code, as "pair trousers", is for the daemon once its sender is let in.
     *
     * @param decided by the rules and grants
     */
    static Optional<String> code(AccessRules rules, boolean direct, String text, AccessReason decided) {
        if (!direct || rules.direct() != DirectRule.PAIRING) {
            return Optional.empty();
        } else if (decided == AccessReason.SENDER_GRANTED) {
            return Codes.in(text).filter(Codes::mayBeIssued);
        }
        return decided == AccessReason.PAIRING_REQUIRED ? Codes.in(text) : Optional.empty();
    }

    /** What is known without the store of a stranger who writes; null where the store has to be asked. */
    @Nullable
    AccessReason known(InboundMessageEvent event) {
        Optional<PairingRequest> request = book.request(event.connectorId(), event.senderId());
        if (request.isEmpty()) {
            return book.isFull(event.connectorId()) ? AccessReason.PAIRING_FULL : null;
        } else if (request.get().state() == PairingRequest.State.DENIED) {
            return AccessReason.PAIRING_DENIED;
        }
        return request.get().told() ? AccessReason.PAIRING_PENDING : null;
    }

    /** A stranger has written; unless somebody has let him in since that was found. */
    AccessReason ask(Transaction transaction, InboundMessageEvent event) {
        long now = clock.millis();
        store.requireInstance(transaction, event.connectorId());
        store.forgetEnded(transaction, now);
        if (store.grant(transaction, event.connectorId(), event.senderId()).isPresent()) {
            return AccessReason.SENDER_GRANTED;
        }
        Optional<PairingRequest> known = store.request(transaction, event.connectorId(), event.senderId());
        if (known.isPresent()) {
            return askAgain(transaction, event, known.get());
        } else if (store.openRequests(transaction, event.connectorId(), now) >= REQUESTS_MAX) {
            return AccessReason.PAIRING_FULL;
        }
        PairingRequest request = new PairingRequest(
                event.connectorId(),
                event.senderId(),
                event.senderDisplay(),
                event.conversationId(),
                freeCode(transaction, event.connectorId()),
                PairingRequest.State.OPEN,
                false,
                now,
                now + REQUEST_TTL.toMillis());
        events.append(
                transaction,
                about(event, EventType.ACCESS_REQUESTED, "somebody who is not let in has written; approve or deny it")
                        .with("conversation_id", event.conversationId().value())
                        .with("code", request.code())
                        .with("expires_at_unix_ms", request.expiresAtUnixMs()));
        tell(transaction, event, request);
        return AccessReason.PAIRING_REQUESTED;
    }

    private AccessReason askAgain(Transaction transaction, InboundMessageEvent event, PairingRequest request) {
        if (request.state() == PairingRequest.State.DENIED) {
            return AccessReason.PAIRING_DENIED;
        }
        if (!request.told()) {
            tell(transaction, event, request);
        }
        return AccessReason.PAIRING_PENDING;
    }

    /** Whoever cannot be told now is told when he writes again. */
    private void tell(Transaction transaction, InboundMessageEvent event, PairingRequest request) {
        String text = Objects.requireNonNull(
                        book.rules(event.connectorId()).written().pairingText())
                .replace(AccessRuleSet.CODE, request.code());
        save(transaction, request.told(answers.toStranger(transaction, event, text)));
    }

    private void save(Transaction transaction, PairingRequest request) {
        store.save(transaction, request);
        transaction.afterCommit(() -> book.add(request));
    }

    private String freeCode(Transaction transaction, ConnectorId connectorId) {
        String code = codes.request();
        while (store.request(transaction, connectorId, code).isPresent()) {
            code = codes.request();
        }
        return code;
    }

    /** Somebody has written what looks like a code. The same message once more changes nothing, and says nothing new. */
    AccessReason redeem(Transaction transaction, InboundMessageEvent event, String code, boolean isLetIn) {
        ConnectorId connectorId = event.connectorId();
        SenderId senderId = event.senderId();
        long now = clock.millis();
        store.requireInstance(transaction, connectorId);
        store.forgetEnded(transaction, now);
        if (isLetIn || store.grant(transaction, connectorId, senderId).isPresent()) {
            return AccessReason.PAIRED_BEFORE;
        }
        if (isOverLimit(transaction, connectorId, senderId, now)) {
            return AccessReason.PAIRING_CODE_LIMIT;
        }
        Optional<PairingCode> valid = store.codes(transaction, connectorId).stream()
                .filter(issued -> issued.holdsAt(now))
                .filter(issued -> issued.hash().equals(Codes.hash(issued.codeId(), code)))
                .findFirst();
        if (valid.isEmpty()) {
            if (store.addWrongCode(transaction, event, now)) {
                answers.toStranger(transaction, event, Answers.WRONG_CODE);
            }
            return AccessReason.PAIRING_CODE_WRONG;
        }
        store.removeCode(transaction, connectorId, valid.get().codeId());
        Grant grant = new Grant(
                connectorId,
                senderId,
                event.senderDisplay(),
                event.conversationId(),
                Grant.Way.CODE,
                valid.get().issuedBy(),
                now,
                null);
        letIn(transaction, grant);
        events.append(
                transaction,
                about(event, EventType.ACCESS_PAIRED, "somebody has written a pairing code, and is let in")
                        .with("conversation_id", event.conversationId().value())
                        .with("code_id", valid.get().codeId()));
        answers.toStranger(transaction, event, Answers.PAIRED);
        return AccessReason.PAIRED;
    }

    /** Whether no code of the sender is looked at for now. */
    boolean isOverLimit(Transaction transaction, ConnectorId connectorId, SenderId senderId, long now) {
        long since = now - AccessStore.WRONG_CODES_WINDOW.toMillis();
        return store.wrongCodes(transaction, connectorId, senderId, since) >= WRONG_CODES_OF_SENDER
                || store.wrongCodes(transaction, connectorId, null, since) >= WRONG_CODES_OF_INSTANCE;
    }

    /** A grant takes the place of the request that led to it. */
    void letIn(Transaction transaction, Grant grant) {
        store.save(transaction, grant);
        store.removeRequest(transaction, grant.connectorId(), grant.senderId());
        transaction.afterCommit(() -> {
            book.add(grant);
            book.removeRequest(grant.connectorId(), grant.senderId());
        });
    }

    private static ConnectorEvent about(InboundMessageEvent event, EventType type, String message) {
        return ConnectorEvent.about(event.connectorId(), event.envelopeId(), type, EventLevel.INFO, message)
                .with("sender_id", event.senderId().value());
    }
}
