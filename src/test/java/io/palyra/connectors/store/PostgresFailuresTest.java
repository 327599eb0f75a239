package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: whoever is paged is told what to do about what the server says while the program runs. */
class PostgresFailuresTest {

    @ParameterizedTest
    @CsvSource({
        "42501, store check names what it lacks",
        "28P01, start again with the new one in what palyra.store.password names",
        "28000, let the role in again",
        "3D000, restore a backup and start again",
        "42P01, store check names what is missing",
        "42703, store check names what is missing",
        "42P10, store check names what is missing",
        "3F000, store check names what is missing",
        "53100, make room on the server's disk",
        "57P01, see that the database server runs",
        "22003, see the server's log"
    })
    void theWayOutIsNamed(String state, String wayOut) {
        assertThat(PostgresFailures.wayOut(new SQLException("said", state))).contains(wayOut);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The server does not support SSL.",
                "SSL error: PKIX path validation failed",
                "The hostname localhost could not be verified by hostnameverifier PgjdbcHostnameVerifier."
            })
    void aConnectionThatIsNotEncryptedAsWantedIsAboutTls(String said) {
        assertThat(PostgresFailures.wayOut(new SQLException(said, "08006"))).contains("sslmode", "certificate");
    }
}
