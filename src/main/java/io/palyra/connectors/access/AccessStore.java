package io.palyra.connectors.access;

import io.palyra.connectors.adapter.UnknownConnectorException;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.SenderId;
import io.palyra.connectors.transaction.Transaction;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps what operators have decided about access, and who asks. Methods without a transaction read on their own and may block. */
public interface AccessStore {

    /** How long a wrong code counts, and is kept. */
    Duration WRONG_CODES_WINDOW = Duration.ofHours(1);

    /** How long an answer counts, and is kept. */
    Duration ANSWERS_WINDOW = Duration.ofMinutes(1);

    /** What operators have set of each instance's rules. */
    Map<ConnectorId, AccessRuleSet> rules();

    List<Grant> grants();

    List<PairingRequest> requests();

    List<PairingCode> codes(ConnectorId connectorId);

    /**
     * To be asked before anything is kept about an instance: it may be removed at this moment, and the next one of its name
     * is not to have it.
     *
     * @throws UnknownConnectorException where it is gone
     */
    void requireInstance(Transaction transaction, ConnectorId connectorId);

    AccessRuleSet rules(Transaction transaction, ConnectorId connectorId);

    void saveRules(Transaction transaction, ConnectorId connectorId, AccessRuleSet rules, long now);

    /** Takes the place of an older grant of the same sender. */
    void save(Transaction transaction, Grant grant);

    Optional<Grant> grant(Transaction transaction, ConnectorId connectorId, SenderId senderId);

    /** @return false where there is none */
    boolean removeGrant(Transaction transaction, ConnectorId connectorId, SenderId senderId);

    /** Takes the place of an older request of the same sender. */
    void save(Transaction transaction, PairingRequest request);

    Optional<PairingRequest> request(Transaction transaction, ConnectorId connectorId, SenderId senderId);

    Optional<PairingRequest> request(Transaction transaction, ConnectorId connectorId, String code);

    /** Requests that are open at the time. */
    long openRequests(Transaction transaction, ConnectorId connectorId, long now);

    void removeRequest(Transaction transaction, ConnectorId connectorId, SenderId senderId);

    void add(Transaction transaction, PairingCode code);

    List<PairingCode> codes(Transaction transaction, ConnectorId connectorId);

    void removeCode(Transaction transaction, ConnectorId connectorId, String codeId);

    /** @return false where the same message has been counted before */
    boolean addWrongCode(Transaction transaction, InboundMessageEvent event, long now);

    /** @param senderId null: of all senders */
    long wrongCodes(Transaction transaction, ConnectorId connectorId, @Nullable SenderId senderId, long since);

    void addAnswer(Transaction transaction, ConnectorId connectorId, long now);

    long answers(Transaction transaction, ConnectorId connectorId, long since);

    /** Forgets what has ended: grants, requests and codes, and what is older than every limit counts. */
    void forgetEnded(Transaction transaction, long now);
}
