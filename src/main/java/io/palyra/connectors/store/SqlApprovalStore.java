package io.palyra.connectors.store;

import io.palyra.connectors.approvals.Approval;
import io.palyra.connectors.approvals.ApprovalOutcome;
import io.palyra.connectors.approvals.ApprovalState;
import io.palyra.connectors.approvals.ApprovalStore;
import io.palyra.connectors.approvals.Mutation;
import io.palyra.connectors.approvals.Risk;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.MessageOperation;
import io.palyra.connectors.transaction.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Approvals in SQL. */
final class SqlApprovalStore implements ApprovalStore {

    private final Reader reader;

    SqlApprovalStore(Reader reader) {
        this.reader = reader;
    }

    @Override
    public boolean add(Transaction transaction, Approval approval) {
        return update(
                transaction,
                "insert_approval",
                approval.approvalId(),
                approval.connectorId().value(),
                approval.operation().wireName(),
                approval.conversationId().value(),
                approval.messageId().value(),
                approval.request(),
                approval.requestSha256(),
                approval.state().wireName(),
                approval.riskLevel().wireName(),
                approval.reason(),
                approval.requestedBy(),
                approval.requestedAtUnixMs(),
                approval.expiresAtUnixMs(),
                approval.texts().before(),
                approval.texts().after());
    }

    @Override
    public Optional<Approval> findOpen(Transaction transaction, Mutation mutation) {
        return SqlTransaction.statements(transaction)
                .first(
                        "find_open_approval",
                        SqlApprovalStore::map,
                        mutation.connectorId().value(),
                        mutation.operation().wireName(),
                        mutation.sha256());
    }

    @Override
    public Optional<Approval> find(Transaction transaction, String approvalId) {
        return SqlTransaction.statements(transaction).first("find_approval", SqlApprovalStore::map, approvalId);
    }

    @Override
    public boolean decide(Transaction transaction, String approvalId, boolean allowed, Approval.Decision decision) {
        ApprovalState state = allowed ? ApprovalState.ALLOWED : ApprovalState.DENIED;
        return update(
                transaction,
                "decide_approval",
                state.wireName(),
                decision.by(),
                decision.atUnixMs(),
                decision.reason(),
                approvalId);
    }

    @Override
    public boolean expire(Transaction transaction, String approvalId, long now) {
        return update(transaction, "expire_approval", approvalId, now);
    }

    @Override
    public boolean use(Transaction transaction, String approvalId, long now) {
        return update(transaction, "use_approval", approvalId, now);
    }

    @Override
    public boolean finish(Transaction transaction, String approvalId, Approval.Result result) {
        return update(transaction, "finish_approval", result.outcome().wireName(), result.reason(), approvalId);
    }

    private static boolean update(Transaction transaction, String statement, @Nullable Object... arguments) {
        return SqlTransaction.statements(transaction).update(statement, arguments) == 1;
    }

    @Override
    public Optional<Approval> find(String approvalId) {
        return reader.read(statements -> statements.first("find_approval", SqlApprovalStore::map, approvalId));
    }

    @Override
    public List<Approval> latest(@Nullable ApprovalState state, @Nullable String before, int limit) {
        return reader.read(statements -> state == null
                ? statements.query("latest_approvals", SqlApprovalStore::map, before(before), limit)
                : statements.query(
                        "latest_approvals_in_state", SqlApprovalStore::map, state.wireName(), before(before), limit));
    }

    /** Behind every id: their digits and letters are before it. */
    private static String before(@Nullable String approvalId) {
        return approvalId == null ? "~" : approvalId;
    }

    @Override
    public List<Approval> unsettled() {
        return reader.read(statements -> statements.query("unsettled_approvals", SqlApprovalStore::map));
    }

    private static Approval map(ResultSet row) throws SQLException {
        return new Approval(
                row.getString("approval_id"),
                ConnectorId.of(row.getString("connector_id")),
                Statements.word(MessageOperation.class, row.getString("operation")),
                new ConversationId(row.getString("conversation_id")),
                new MessageId(row.getString("message_id")),
                row.getString("request"),
                row.getString("request_sha256"),
                Statements.word(ApprovalState.class, row.getString("state")),
                Statements.word(Risk.class, row.getString("risk_level")),
                row.getString("reason"),
                row.getString("requested_by"),
                row.getLong("requested_at_unix_ms"),
                row.getLong("expires_at_unix_ms"),
                decision(row),
                result(row),
                new Approval.Texts(row.getString("before_text"), row.getString("after_text")));
    }

    private static Approval.@Nullable Decision decision(ResultSet row) throws SQLException {
        String by = row.getString("decided_by");
        return by == null
                ? null
                : new Approval.Decision(by, row.getLong("decided_at_unix_ms"), row.getString("decision_reason"));
    }

    private static Approval.@Nullable Result result(ResultSet row) throws SQLException {
        String outcome = row.getString("outcome");
        return outcome == null
                ? null
                : new Approval.Result(Statements.word(ApprovalOutcome.class, outcome), row.getString("outcome_reason"));
    }
}
