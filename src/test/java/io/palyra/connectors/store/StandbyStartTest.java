package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A program that is started on a standby names it, whether the store's URL names one host or several. */
@Timeout(120)
class StandbyStartTest {

    @TempDir
    Path folder;

    @Test
    void namesAStandby() throws Exception {
        try (OwnPostgres server = OwnPostgres.start(folder.resolve("data"), Map.of())) {
            server.stopImmediately();
            Files.createFile(server.data().resolve("standby.signal"));
            server.startAgain();
            String url = server.url();
            String two = url.replace("//", "//localhost:1,");

            assertThatThrownBy(() -> StoreUnderTest.POSTGRESQL.open(url, Clock.systemUTC()))
                    .isInstanceOf(StoreStartException.class)
                    .hasMessage("palyra.store.url: " + url
                            + " takes no writes: its server is a standby; name its primary, or promote it");
            assertThatThrownBy(() -> StoreUnderTest.POSTGRESQL.open(two, Clock.systemUTC()))
                    .isInstanceOf(StoreStartException.class)
                    .hasMessageStartingWith("palyra.store.url: none of the hosts of " + two)
                    .hasMessageEndingWith("; name the one that takes writes, too, or promote one");
            String otherWayRound = url.replaceFirst("(//[^/]*)/", "$1,localhost:1/");
            assertThatThrownBy(() -> StoreUnderTest.POSTGRESQL.open(otherWayRound, Clock.systemUTC()))
                    .isInstanceOf(StoreStartException.class)
                    .hasMessage("palyra.store.url: of the hosts of " + otherWayRound
                            + " none takes writes, and at one of them or more nothing listens; start the one that takes"
                            + " writes, or promote one");
        }
    }
}
