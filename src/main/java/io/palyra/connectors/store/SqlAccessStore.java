package io.palyra.connectors.store;

import io.palyra.connectors.access.AccessRuleSet;
import io.palyra.connectors.access.AccessStore;
import io.palyra.connectors.access.Grant;
import io.palyra.connectors.access.PairingCode;
import io.palyra.connectors.access.PairingRequest;
import io.palyra.connectors.adapter.UnknownConnectorException;
import io.palyra.connectors.cluster.Topic;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.SenderId;
import io.palyra.connectors.protocol.WireEnum;
import io.palyra.connectors.protocol.WireFormat;
import io.palyra.connectors.transaction.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rules, grants, requests and codes in SQL. */
final class SqlAccessStore implements AccessStore {

    /** Each with the age of what it forgets. */
    private static final Map<String, Duration> FORGET = Map.of(
            "forget_ended.access_grants", Duration.ZERO,
            "forget_ended.access_requests", Duration.ZERO,
            "forget_ended.access_codes", Duration.ZERO,
            "forget_old.access_wrong_codes", WRONG_CODES_WINDOW,
            "forget_old.access_answers", ANSWERS_WINDOW);

    private final Reader reader;

    SqlAccessStore(Reader reader) {
        this.reader = reader;
    }

    @Override
    public Map<ConnectorId, AccessRuleSet> rules() {
        Map<ConnectorId, AccessRuleSet> found = new HashMap<>();
        reader.read(statements -> statements.query(
                "all_access_rules", row -> found.put(ConnectorId.of(row.getString("connector_id")), rules(row))));
        return found;
    }

    @Override
    public void requireInstance(Transaction transaction, ConnectorId connectorId) {
        if (count(transaction, "is_instance", connectorId.value()) == 0) {
            throw new UnknownConnectorException(connectorId);
        }
    }

    @Override
    public AccessRuleSet rules(Transaction transaction, ConnectorId connectorId) {
        return statements(transaction)
                .first("access_rules", SqlAccessStore::rules, connectorId.value())
                .orElse(AccessRuleSet.NONE);
    }

    @Override
    public void saveRules(Transaction transaction, ConnectorId connectorId, AccessRuleSet rules, long now) {
        tell(transaction);
        statements(transaction).update("save_access_rules", connectorId.value(), WireFormat.write(rules), now);
    }

    @Override
    public List<Grant> grants() {
        return reader.read(statements -> statements.query("grants", SqlAccessStore::grant));
    }

    @Override
    public Optional<Grant> grant(Transaction transaction, ConnectorId connectorId, SenderId senderId) {
        return statements(transaction).first("grant", SqlAccessStore::grant, connectorId.value(), senderId.value());
    }

    @Override
    public void save(Transaction transaction, Grant grant) {
        tell(transaction);
        statements(transaction)
                .update(
                        "save_grant",
                        grant.connectorId().value(),
                        grant.senderId().value(),
                        grant.senderDisplay(),
                        grant.conversationId().value(),
                        grant.way().wireName(),
                        grant.by(),
                        grant.createdAtUnixMs(),
                        grant.expiresAtUnixMs());
    }

    @Override
    public boolean removeGrant(Transaction transaction, ConnectorId connectorId, SenderId senderId) {
        tell(transaction);
        return statements(transaction).update("remove_grant", connectorId.value(), senderId.value()) > 0;
    }

    @Override
    public List<PairingRequest> requests() {
        return reader.read(statements -> statements.query("access_requests", SqlAccessStore::request));
    }

    @Override
    public Optional<PairingRequest> request(Transaction transaction, ConnectorId connectorId, SenderId senderId) {
        return statements(transaction)
                .first("request_of_sender", SqlAccessStore::request, connectorId.value(), senderId.value());
    }

    @Override
    public Optional<PairingRequest> request(Transaction transaction, ConnectorId connectorId, String code) {
        return statements(transaction).first("request_by_code", SqlAccessStore::request, connectorId.value(), code);
    }

    @Override
    public void save(Transaction transaction, PairingRequest request) {
        tell(transaction);
        statements(transaction)
                .update(
                        "save_request",
                        request.connectorId().value(),
                        request.senderId().value(),
                        request.senderDisplay(),
                        request.conversationId().value(),
                        request.code(),
                        request.state().wireName(),
                        request.told() ? 1 : 0,
                        request.createdAtUnixMs(),
                        request.expiresAtUnixMs());
    }

    @Override
    public long openRequests(Transaction transaction, ConnectorId connectorId, long now) {
        return count(transaction, "open_requests", connectorId.value(), now);
    }

    @Override
    public void removeRequest(Transaction transaction, ConnectorId connectorId, SenderId senderId) {
        tell(transaction);
        statements(transaction).update("remove_request", connectorId.value(), senderId.value());
    }

    @Override
    public List<PairingCode> codes(ConnectorId connectorId) {
        return reader.read(statements -> statements.query("access_codes", SqlAccessStore::code, connectorId.value()));
    }

    @Override
    public List<PairingCode> codes(Transaction transaction, ConnectorId connectorId) {
        return statements(transaction).query("access_codes", SqlAccessStore::code, connectorId.value());
    }

    @Override
    public void add(Transaction transaction, PairingCode code) {
        statements(transaction)
                .update(
                        "add_access_code",
                        code.codeId(),
                        code.connectorId().value(),
                        code.hash(),
                        code.issuedBy(),
                        code.createdAtUnixMs(),
                        code.expiresAtUnixMs());
    }

    @Override
    public void removeCode(Transaction transaction, ConnectorId connectorId, String codeId) {
        statements(transaction).update("remove_access_code", connectorId.value(), codeId);
    }

    @Override
    public boolean addWrongCode(Transaction transaction, InboundMessageEvent event, long now) {
        return statements(transaction)
                        .update(
                                "add_wrong_code",
                                event.connectorId().value(),
                                event.envelopeId().value(),
                                event.senderId().value(),
                                now)
                > 0;
    }

    @Override
    public long wrongCodes(Transaction transaction, ConnectorId connectorId, @Nullable SenderId senderId, long since) {
        return count(
                transaction, "wrong_codes", connectorId.value(), since, senderId == null ? null : senderId.value());
    }

    @Override
    public void addAnswer(Transaction transaction, ConnectorId connectorId, long now) {
        statements(transaction).update("add_answer", connectorId.value(), now);
    }

    @Override
    public long answers(Transaction transaction, ConnectorId connectorId, long since) {
        return count(transaction, "answers", connectorId.value(), since);
    }

    @Override
    public void forgetEnded(Transaction transaction, long now) {
        FORGET.forEach((statement, age) -> statements(transaction).update(statement, now - age.toMillis()));
    }

    private static long count(Transaction transaction, String statement, @Nullable Object... arguments) {
        return statements(transaction).one(statement, row -> row.getLong(1), arguments);
    }

    /** Others keep what they have read in memory. */
    private static void tell(Transaction transaction) {
        SqlTransaction.asks(transaction).tell(Topic.ACCESS);
    }

    private static Statements statements(Transaction transaction) {
        return SqlTransaction.statements(transaction);
    }

    private static AccessRuleSet rules(ResultSet row) throws SQLException {
        return WireFormat.read(row.getString("rules"), AccessRuleSet.class);
    }

    private static Grant grant(ResultSet row) throws SQLException {
        return new Grant(
                ConnectorId.of(row.getString("connector_id")),
                new SenderId(row.getString("sender_id")),
                row.getString("sender_display"),
                new ConversationId(row.getString("conversation_id")),
                WireEnum.parse(Grant.Way.class, row.getString("way"), "way"),
                row.getString("granted_by"),
                row.getLong("created_at_unix_ms"),
                Statements.nullableLong(row, "expires_at_unix_ms"));
    }

    private static PairingRequest request(ResultSet row) throws SQLException {
        return new PairingRequest(
                ConnectorId.of(row.getString("connector_id")),
                new SenderId(row.getString("sender_id")),
                row.getString("sender_display"),
                new ConversationId(row.getString("conversation_id")),
                row.getString("code"),
                WireEnum.parse(PairingRequest.State.class, row.getString("state"), "state"),
                row.getInt("told") != 0,
                row.getLong("created_at_unix_ms"),
                row.getLong("expires_at_unix_ms"));
    }

    private static PairingCode code(ResultSet row) throws SQLException {
        return new PairingCode(
                ConnectorId.of(row.getString("connector_id")),
                row.getString("code_id"),
                row.getString("hash"),
                row.getString("issued_by"),
                row.getLong("created_at_unix_ms"),
                row.getLong("expires_at_unix_ms"));
    }
}
