package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with the options of a URL is said before anything is connected to. */
class PostgresAddressTest {

    private static final String PLACE = "jdbc:postgresql://localhost:1/palyra?";

    /** Of PGHOST: the driver would go there, and every sentence would name another place. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "currentShema=x | the driver has no option currentShema; the nearest is currentSchema",
                "ApplicationName=a&PGHOST=db.example | leave the option PGHOST away; host, port and database stand before the"
                        + " question mark",
                "prepareThreshold=five | prepareThreshold parameter value must be an integer but was: five",
                "sslmode=requir | the option sslmode cannot be requir; it is one of disable, allow, prefer, require, verify-ca,"
                        + " verify-full, and the nearest is require",
                "targetServerType= | the option targetServerType cannot be ; it is one of any, primary, master, slave, secondary,"
                        + " preferSlave, preferSecondary, preferPrimary, and the nearest is any"
            })
    void namesWhatIsWrongWithAnOption(String options, String reason) {
        assertThatThrownBy(() -> new PostgresAddress(PLACE + options))
                .isInstanceOf(StoreStartException.class)
                .hasMessage("palyra.store.url: " + reason);
    }

    @ParameterizedTest
    @CsvSource({
        "sslmode=REQUIRE, true",
        "sslmode=verify-ca, true",
        "sslmode=Prefer, false",
        "sslmode=allow, false",
        "ssl=true, true",
        "ApplicationName=mine, false"
    })
    void insistsOnTlsAsTheDriverDoes(String options, boolean insists) {
        assertThat(new PostgresAddress(PLACE + options).insistsOnTls()).isEqualTo(insists);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"sslmode=REQUIRE", "sslmode=verify%2Dfull&targetServerType=primary", "preferQueryMode=extended"})
    void takesAWordAsTheDriverDoes(String options) {
        assertThatCode(() -> new PostgresAddress(PLACE + options)).doesNotThrowAnyException();
    }
}
