package io.palyra.connectors.access;

import io.palyra.connectors.adapter.InboundFacts;
import io.palyra.connectors.adapter.OtherBots;
import io.palyra.connectors.adapter.UnknownConnectorException;
import io.palyra.connectors.events.EventLog;
import io.palyra.connectors.outbox.Outbox;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.time.Repeated;
import io.palyra.connectors.time.SteadyClock;
import io.palyra.connectors.transaction.StoreLostException;
import io.palyra.connectors.transaction.StoreUnavailableException;
import io.palyra.connectors.transaction.Transactions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Decides who may talk to the daemon. Thread safe. */
public final class Access {

    private static final Logger LOG = LoggerFactory.getLogger(Access.class);
    private static final Duration SWEEP_INTERVAL = Duration.ofSeconds(60);

    private final AccessStore store;
    private final AccessInstances instances;
    private final Transactions transactions;
    private final SteadyClock clock;
    private final AccessBook book;
    private final SharedBook shared;
    private final Pairing pairing;
    private final RefusalLog refusals;
    private final AccessDesk desk;
    private volatile BiConsumer<ConnectorId, AccessReason> onRefused = (connectorId, reason) -> {};

    public Access(
            AccessStore store,
            AccessInstances instances,
            Outbox outbox,
            EventLog events,
            Transactions transactions,
            SteadyClock clock) {
        this.store = store;
        this.instances = instances;
        this.transactions = transactions;
        this.clock = clock;
        Codes codes = new Codes(new SecureRandom());
        Answers answers = new Answers(store, outbox, clock);
        book = new AccessBook(store, instances, clock);
        shared = new SharedBook(book, store, transactions);
        pairing = new Pairing(store, book, answers, events, codes, clock);
        refusals = new RefusalLog(events, transactions, clock);
        desk = new AccessDesk(store, book, instances, pairing, answers, events, transactions, codes, clock);
    }

    /** What operators ask and decide. */
    public AccessDesk desk() {
        return desk;
    }

    /** Who is told of each message that is refused; at once. */
    public void onRefused(BiConsumer<ConnectorId, AccessReason> action) {
        onRefused = action;
    }

    /** Writes what was gathered, and forgets what has ended, now and then. */
    public void sweepBy(ScheduledExecutorService timer) {
        Repeated.every(timer, SWEEP_INTERVAL, "Forgetting what has ended", this::sweep);
    }

    /**
     * Another program on the store has changed something. Returns at once.
     *
     * @return completed once that is followed, on a thread of the store's; exceptionally where it cannot be read at present
     */
    public CompletableFuture<Boolean> readAgain() {
        return shared.readAgain();
    }

    private void sweep() {
        try {
            refusals.sweep();
            if (book.forgetEnded()) {
                transactions.writeAndWait(transaction -> store.forgetEnded(transaction, clock.millis()));
            }
        } catch (StoreUnavailableException e) {
            LOG.atLevel(StoreLostException.isCauseOf(e) ? Level.DEBUG : Level.WARN)
                    .log("What has ended is not forgotten yet: {}", e.getMessage());
        }
    }

    /** Whether everybody is let in everywhere: then nobody has to ask. */
    public boolean isOpenToAll(ConnectorId connectorId) {
        return book.rules(connectorId).isOpenToAll();
    }

    /** The instance is gone, and what was decided about it with it. */
    public void forget(ConnectorId connectorId) {
        book.forget(connectorId);
    }

    /**
     * Decides about a message that a connector has given. What its consumer leaves out of other bots' messages does not come
     * so far. Of a stranger's it makes a request where the rules say so, and answers him; of a pairing code
     * a grant.
     *
     * @return at once for all but those; completed after their commit, on a thread of the store's
     * @throws UnknownConnectorException where there is no such instance
     */
    public CompletableFuture<AccessReason> check(InboundMessageEvent event, InboundFacts facts) {
        return check(event, facts, OtherBots.ALL);
    }

    /** The same for a message that comes from elsewhere: its platform says nothing of it. */
    CompletableFuture<AccessReason> check(InboundMessageEvent event) {
        return check(event, InboundFacts.NONE, instances.otherBots(event.connectorId()));
    }

    private CompletableFuture<AccessReason> check(InboundMessageEvent event, InboundFacts facts, OtherBots otherBots) {
        instances.require(event.connectorId());
        AccessReason decided = decide(event, facts, otherBots);
        Optional<String> code =
                Pairing.code(book.rules(event.connectorId()), event.isDirectMessage(), event.body(), decided);
        if (code.isPresent()) {
            return transactions.submit(
                    transaction -> pairing.redeem(transaction, event, code.get(), decided.isAllowed()));
        } else if (decided == AccessReason.PAIRING_REQUIRED) {
            AccessReason known = pairing.known(event);
            return known != null
                    ? CompletableFuture.completedFuture(known)
                    : transactions.submit(transaction -> pairing.ask(transaction, event));
        }
        return CompletableFuture.completedFuture(decided);
    }

    /** Leaves an event of a message that was refused. Not to be called on the store's writer thread. */
    void refused(InboundMessageEvent event, AccessReason reason) {
        refusals.refused(event, reason);
        onRefused.accept(event.connectorId(), reason);
    }

    /** Another bot's message was left out before its inbound route, unless it would have been refused before that. */
    public void leftOut(InboundMessageEvent event, InboundFacts facts) {
        refused(event, decide(event, facts, OtherBots.NONE));
    }

    private AccessReason decide(InboundMessageEvent event, InboundFacts facts, OtherBots otherBots) {
        return AccessPolicy.decide(
                book.rules(event.connectorId()), otherBots, book::isGranted, AccessQuestion.of(event, facts));
    }
}
