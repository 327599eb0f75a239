package io.palyra.connectors.store;

import io.palyra.connectors.session.SessionStore;
import io.palyra.connectors.transaction.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** Sessions of the console in SQL. */
final class SqlSessionStore implements SessionStore {

    private final Reader reader;

    SqlSessionStore(Reader reader) {
        this.reader = reader;
    }

    @Override
    public void open(Transaction transaction, String id, String tokenName, String tokenKey, long now) {
        SqlTransaction.statements(transaction).update("open_console_session", id, tokenName, tokenKey, now);
    }

    @Override
    public Optional<StoredSession> find(String id) {
        return reader.read(statements -> statements.query("console_session", SqlSessionStore::session, id)).stream()
                .findFirst();
    }

    private static StoredSession session(ResultSet row) throws SQLException {
        return new StoredSession(
                row.getString("id"),
                row.getString("token_name"),
                row.getString("token_key"),
                row.getLong("created_at_unix_ms"),
                row.getLong("used_at_unix_ms"));
    }

    @Override
    public void used(Transaction transaction, String id, long now) {
        SqlTransaction.statements(transaction).update("console_session_used", id, now);
    }

    @Override
    public void end(Transaction transaction, String id) {
        SqlTransaction.statements(transaction).update("end_console_session", id);
    }

    @Override
    public int endAll(Transaction transaction, String tokenName) {
        return SqlTransaction.statements(transaction).update("end_console_sessions", tokenName);
    }

    @Override
    public void forget(Transaction transaction, long createdBefore, long usedBefore) {
        SqlTransaction.statements(transaction).update("forget_console_sessions", createdBefore, usedBefore);
    }
}
