package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.postgresql.PGStatement;

/** A writing session lives for weeks, and meets ever other groups of statements. */
class PreparedStatementsTest {

    /** The driver prepares on the server what a group has asked so often before. */
    private static final int KEPT_FROM = 5;

    @Test
    void theServerKeepsThoseThatWereUsedLast() throws SQLException {
        PostgresDialect dialect =
                new PostgresDialect(TestPostgres.newStore(), TestPostgres.USER, null, TestPostgres.NODE);
        try (Connection writer = dialect.openWriter()) {
            Statements statements = new Statements(writer, dialect.statements());
            for (int text = 0; text < 2 * Statements.PREPARED_MAX; text++) {
                for (int run = 0; run <= KEPT_FROM; run++) {
                    statements
                            .execute(StatementText.of("SELECT " + text))
                            .unwrap(PGStatement.class)
                            .setPrepareThreshold(KEPT_FROM);
                }
            }

            assertThat(statements.<Long>one(
                            StatementText.of(
                                    "SELECT COUNT(*) FROM pg_prepared_statements WHERE statement LIKE 'SELECT _%'"
                                            + " AND statement NOT LIKE '%pg_%'"),
                            row -> row.getLong(1)))
                    .isBetween(1L, (long) Statements.PREPARED_MAX);
        }
    }
}
