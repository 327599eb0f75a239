package io.palyra.connectors.supervisor;

import io.palyra.connectors.lane.storage.DeadLetter;
import io.palyra.connectors.lane.storage.DeadLetterStore;
import io.palyra.connectors.lane.storage.DeadLetterStore.Summary;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.supervisor.DeadLetterDecisions.Decision;
import io.palyra.connectors.transaction.Transactions;
import java.util.List;

/**
 * Where an operator decides about dead letters, one or several, in one transaction.
 *
 * <p>Thread safe. Every call blocks until its transaction has committed.
 */
public final class DeadLetterDesk {

    /**
     * What became of several dead letters.
     *
     * @param done decided as asked
     * @param refused left as they are, because they cannot be replayed or are gone
     */
    public record BulkOutcome(int done, int refused) {}

    private final DeadLetterStore deadLetters;
    private final DeadLetterDecisions decisions;
    private final Transactions transactions;

    public DeadLetterDesk(DeadLetterStore deadLetters, DeadLetterDecisions decisions, Transactions transactions) {
        this.deadLetters = deadLetters;
        this.decisions = decisions;
        this.transactions = transactions;
    }

    /**
     * @throws UnknownDeadLetterException where there is no such dead letter
     * @throws ConnectorStateException where the message cannot be tried again, with the reason
     */
    public DeadLetter decide(ConnectorId connectorId, long deadLetterId, Decision decision) {
        return transactions.run(transaction -> {
            DeadLetter letter = decisions.find(transaction, connectorId, deadLetterId);
            List<Summary> alone = deadLetters.among(transaction, connectorId, List.of(deadLetterId));
            decisions.decide(transaction, connectorId, alone, decision).values().forEach(reason -> {
                throw new ConnectorStateException(reason);
            });
            return letter;
        });
    }

    /** Decides about the latest dead letters that the filter lets through, at most {@code limit}. */
    public BulkOutcome decideAll(ConnectorId connectorId, DeadLetterStore.Filter filter, int limit, Decision decision) {
        List<Long> meant = deadLetters.summaries(connectorId, filter, limit).stream()
                .map(Summary::deadLetterId)
                .toList();
        return transactions.run(transaction -> {
            List<Summary> there = deadLetters.among(transaction, connectorId, meant);
            int left =
                    decisions.decide(transaction, connectorId, there, decision).size();
            int done = there.size() - left;
            return new BulkOutcome(done, meant.size() - done);
        });
    }
}
