package io.palyra.connectors.store;

import io.palyra.connectors.access.AccessRuleSet;
import io.palyra.connectors.access.AccessStore;
import io.palyra.connectors.access.Grant;
import io.palyra.connectors.access.PairingCode;
import io.palyra.connectors.access.PairingRequest;
import io.palyra.connectors.adapter.UnknownConnectorException;
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

    private static final String INSTANCES = "SELECT COUNT(*) FROM connector_instances WHERE connector_id = ?";

    private static final String RULES = "SELECT * FROM access_rules";

    private static final String RULES_OF_INSTANCE = RULES + " WHERE connector_id = ?";

    private static final String SAVE_RULES = """
            INSERT INTO access_rules (connector_id, rules, updated_at_unix_ms) VALUES (?, ?, ?)
            ON CONFLICT (connector_id) DO UPDATE
               SET rules = excluded.rules, updated_at_unix_ms = excluded.updated_at_unix_ms""";

    private static final String GRANTS = "SELECT * FROM access_grants";

    private static final String GRANT = GRANTS + " WHERE connector_id = ? AND sender_id = ?";

    private static final String SAVE_GRANT = """
            INSERT INTO access_grants (connector_id, sender_id, sender_display, conversation_id, way, granted_by,
                   created_at_unix_ms, expires_at_unix_ms)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (connector_id, sender_id) DO UPDATE
               SET sender_display = excluded.sender_display, conversation_id = excluded.conversation_id,
                   way = excluded.way, granted_by = excluded.granted_by,
                   created_at_unix_ms = excluded.created_at_unix_ms, expires_at_unix_ms = excluded.expires_at_unix_ms""";

    private static final String REMOVE_GRANT = "DELETE FROM access_grants WHERE connector_id = ? AND sender_id = ?";

    private static final String REQUESTS = "SELECT * FROM access_requests";

    private static final String REQUEST_OF_SENDER = REQUESTS + " WHERE connector_id = ? AND sender_id = ?";

    private static final String REQUEST_BY_CODE = REQUESTS + " WHERE connector_id = ? AND code = ?";

    private static final String SAVE_REQUEST = """
            INSERT INTO access_requests (connector_id, sender_id, sender_display, conversation_id, code, state, told,
                   created_at_unix_ms, expires_at_unix_ms)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (connector_id, sender_id) DO UPDATE
               SET sender_display = excluded.sender_display, conversation_id = excluded.conversation_id,
                   code = excluded.code, state = excluded.state, told = excluded.told,
                   created_at_unix_ms = excluded.created_at_unix_ms, expires_at_unix_ms = excluded.expires_at_unix_ms""";

    private static final String OPEN_REQUESTS = """
            SELECT COUNT(*) FROM access_requests
             WHERE connector_id = ? AND state = 'open' AND expires_at_unix_ms > ?""";

    private static final String REMOVE_REQUEST = "DELETE FROM access_requests WHERE connector_id = ? AND sender_id = ?";

    private static final String CODES =
            "SELECT * FROM access_codes WHERE connector_id = ? ORDER BY created_at_unix_ms, code_id";

    private static final String ADD_CODE = """
            INSERT INTO access_codes (code_id, connector_id, hash, issued_by, created_at_unix_ms, expires_at_unix_ms)
            VALUES (?, ?, ?, ?, ?, ?)""";

    private static final String REMOVE_CODE = "DELETE FROM access_codes WHERE connector_id = ? AND code_id = ?";

    private static final String ADD_WRONG_CODE = """
            INSERT INTO access_wrong_codes (connector_id, envelope_id, sender_id, at_unix_ms) VALUES (?, ?, ?, ?)
            ON CONFLICT DO NOTHING""";

    private static final String WRONG_CODES = """
            SELECT COUNT(*) FROM access_wrong_codes
             WHERE connector_id = ? AND at_unix_ms > ? AND sender_id = COALESCE(?, sender_id)""";

    private static final String ADD_ANSWER = "INSERT INTO access_answers (connector_id, at_unix_ms) VALUES (?, ?)";

    private static final String ANSWERS =
            "SELECT COUNT(*) FROM access_answers WHERE connector_id = ? AND at_unix_ms > ?";

    /** Each with the age of what it forgets. */
    private static final Map<String, Duration> FORGET = Map.of(
            "DELETE FROM access_grants WHERE expires_at_unix_ms <= ?", Duration.ZERO,
            "DELETE FROM access_requests WHERE expires_at_unix_ms <= ?", Duration.ZERO,
            "DELETE FROM access_codes WHERE expires_at_unix_ms <= ?", Duration.ZERO,
            "DELETE FROM access_wrong_codes WHERE at_unix_ms <= ?", WRONG_CODES_WINDOW,
            "DELETE FROM access_answers WHERE at_unix_ms <= ?", ANSWERS_WINDOW);

    /** What goes with an instance that is removed: one of the same name later must not let in whom nobody let in there. */
    static final List<String> REMOVE = List.of(
            "DELETE FROM access_rules WHERE connector_id = ?",
            "DELETE FROM access_grants WHERE connector_id = ?",
            "DELETE FROM access_requests WHERE connector_id = ?",
            "DELETE FROM access_codes WHERE connector_id = ?",
            "DELETE FROM access_wrong_codes WHERE connector_id = ?",
            "DELETE FROM access_answers WHERE connector_id = ?");

    private final Reader reader;

    SqlAccessStore(Reader reader) {
        this.reader = reader;
    }

    @Override
    public Map<ConnectorId, AccessRuleSet> rules() {
        Map<ConnectorId, AccessRuleSet> found = new HashMap<>();
        reader.read(statements ->
                statements.query(RULES, row -> found.put(ConnectorId.of(row.getString("connector_id")), rules(row))));
        return found;
    }

    @Override
    public void requireInstance(Transaction transaction, ConnectorId connectorId) {
        if (count(transaction, INSTANCES, connectorId.value()) == 0) {
            throw new UnknownConnectorException(connectorId);
        }
    }

    @Override
    public AccessRuleSet rules(Transaction transaction, ConnectorId connectorId) {
        return statements(transaction)
                .first(RULES_OF_INSTANCE, SqlAccessStore::rules, connectorId.value())
                .orElse(AccessRuleSet.NONE);
    }

    @Override
    public void saveRules(Transaction transaction, ConnectorId connectorId, AccessRuleSet rules, long now) {
        statements(transaction).update(SAVE_RULES, connectorId.value(), WireFormat.write(rules), now);
    }

    @Override
    public List<Grant> grants() {
        return reader.read(statements -> statements.query(GRANTS, SqlAccessStore::grant));
    }

    @Override
    public Optional<Grant> grant(Transaction transaction, ConnectorId connectorId, SenderId senderId) {
        return statements(transaction).first(GRANT, SqlAccessStore::grant, connectorId.value(), senderId.value());
    }

    @Override
    public void save(Transaction transaction, Grant grant) {
        statements(transaction)
                .update(
                        SAVE_GRANT,
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
        return statements(transaction).update(REMOVE_GRANT, connectorId.value(), senderId.value()) > 0;
    }

    @Override
    public List<PairingRequest> requests() {
        return reader.read(statements -> statements.query(REQUESTS, SqlAccessStore::request));
    }

    @Override
    public Optional<PairingRequest> request(Transaction transaction, ConnectorId connectorId, SenderId senderId) {
        return statements(transaction)
                .first(REQUEST_OF_SENDER, SqlAccessStore::request, connectorId.value(), senderId.value());
    }

    @Override
    public Optional<PairingRequest> request(Transaction transaction, ConnectorId connectorId, String code) {
        return statements(transaction).first(REQUEST_BY_CODE, SqlAccessStore::request, connectorId.value(), code);
    }

    @Override
    public void save(Transaction transaction, PairingRequest request) {
        statements(transaction)
                .update(
                        SAVE_REQUEST,
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
        return count(transaction, OPEN_REQUESTS, connectorId.value(), now);
    }

    @Override
    public void removeRequest(Transaction transaction, ConnectorId connectorId, SenderId senderId) {
        statements(transaction).update(REMOVE_REQUEST, connectorId.value(), senderId.value());
    }

    @Override
    public List<PairingCode> codes(ConnectorId connectorId) {
        return reader.read(statements -> statements.query(CODES, SqlAccessStore::code, connectorId.value()));
    }

    @Override
    public List<PairingCode> codes(Transaction transaction, ConnectorId connectorId) {
        return statements(transaction).query(CODES, SqlAccessStore::code, connectorId.value());
    }

    @Override
    public void add(Transaction transaction, PairingCode code) {
        statements(transaction)
                .update(
                        ADD_CODE,
                        code.codeId(),
                        code.connectorId().value(),
                        code.hash(),
                        code.issuedBy(),
                        code.createdAtUnixMs(),
                        code.expiresAtUnixMs());
    }

    @Override
    public void removeCode(Transaction transaction, ConnectorId connectorId, String codeId) {
        statements(transaction).update(REMOVE_CODE, connectorId.value(), codeId);
    }

    @Override
    public boolean addWrongCode(Transaction transaction, InboundMessageEvent event, long now) {
        return statements(transaction)
                        .update(
                                ADD_WRONG_CODE,
                                event.connectorId().value(),
                                event.envelopeId().value(),
                                event.senderId().value(),
                                now)
                > 0;
    }

    @Override
    public long wrongCodes(Transaction transaction, ConnectorId connectorId, @Nullable SenderId senderId, long since) {
        return count(transaction, WRONG_CODES, connectorId.value(), since, senderId == null ? null : senderId.value());
    }

    @Override
    public void addAnswer(Transaction transaction, ConnectorId connectorId, long now) {
        statements(transaction).update(ADD_ANSWER, connectorId.value(), now);
    }

    @Override
    public long answers(Transaction transaction, ConnectorId connectorId, long since) {
        return count(transaction, ANSWERS, connectorId.value(), since);
    }

    @Override
    public void forgetEnded(Transaction transaction, long now) {
        FORGET.forEach((statement, age) -> statements(transaction).update(statement, now - age.toMillis()));
    }

    private static long count(Transaction transaction, String sql, @Nullable Object... arguments) {
        return statements(transaction).one(sql, row -> row.getLong(1), arguments);
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
