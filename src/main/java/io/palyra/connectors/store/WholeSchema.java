package io.palyra.connectors.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all migrations together make of an empty SQLite file, their history included, in one transaction. A first start would
 * wait half a second for Flyway to make the same.
 */
final class WholeSchema {

    /** Written by {@code mvn test -Dtest=WholeSchemaTest -Dschema.write=true}. */
    static final String RESOURCE = "schema/sqlite.sql";

    private static final Logger LOG = LoggerFactory.getLogger(WholeSchema.class);

    private WholeSchema() {}

    /** @return false where something is in there, or it did not work: then nothing was changed, and Flyway says what is wrong */
    static boolean create(DataSource connections) {
        try (Connection connection = connections.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            if (!isEmpty(statement)) {
                return false;
            }
            statement.executeUpdate(script());
            connection.commit();
            return true;
        } catch (SQLException e) {
            LOG.debug("The schema was not made at once: {}", e.getMessage());
            return false;
        }
    }

    private static boolean isEmpty(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM sqlite_master")) {
            return row.next() && row.getLong(1) == 0;
        }
    }

    static String script() {
        try (InputStream content = WholeSchema.class.getResourceAsStream(RESOURCE)) {
            return new String(Objects.requireNonNull(content, RESOURCE).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
