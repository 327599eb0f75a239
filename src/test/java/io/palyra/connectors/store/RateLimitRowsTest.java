package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.outbox.RateLimit;
import io.palyra.connectors.outbox.RateLimitStore;
import io.palyra.connectors.protocol.ConnectorId;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What platforms have limited, as the databases keep it. */
@ParameterizedClass
@EnumSource
class RateLimitRowsTest {

    private static final ConnectorId OPS = ConnectorId.of("echo:ops");
    private static final ConnectorId DEV = ConnectorId.of("echo:dev");
    private static final long NOW = 1_000_000;

    @Parameter
    private StoreUnderTest database;

    @TempDir
    Path folder;

    private SqlStore store;
    private RateLimitStore limits;

    @BeforeEach
    void open() {
        store = database.openNew(folder, Clock.systemUTC());
        limits = store.rateLimits();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void theLatestOfARouteHoldsAlsoWithinOneTransaction() {
        RateLimit first = new RateLimit("route", "slow down", NOW, NOW + 1_000);
        RateLimit second = new RateLimit("route", "slower", NOW + 1, NOW + 500);
        RateLimit whole = new RateLimit("", "a ban", NOW, NOW + 9_000);
        store.transactions().writeAndWait(transaction -> {
            limits.save(transaction, OPS, first, NOW);
            limits.save(transaction, DEV, first, NOW);
            limits.save(transaction, OPS, whole, NOW);
            limits.save(transaction, OPS, second, NOW);
        });

        Map<ConnectorId, List<RateLimit>> all = limits.all();

        assertThat(all).containsOnlyKeys(OPS, DEV);
        assertThat(all.get(OPS)).containsExactlyInAnyOrder(second, whole);
        assertThat(all.get(DEV)).containsExactly(first);
    }

    @Test
    void thoseThatHaveEndedAreForgottenWithTheNext() {
        store.transactions().writeAndWait(transaction -> {
            limits.save(transaction, OPS, new RateLimit("ended", "why", NOW, NOW + 10), NOW);
            limits.save(transaction, OPS, new RateLimit("holds", "why", NOW, NOW + 11), NOW);
            limits.save(transaction, OPS, new RateLimit("holds for long", "why", NOW, NOW + 99), NOW);
        });

        store.transactions()
                .writeAndWait(transaction ->
                        limits.save(transaction, OPS, new RateLimit("next", "why", NOW, NOW + 99), NOW + 11));

        assertThat(limits.all().get(OPS))
                .extracting(RateLimit::bucket)
                .containsExactlyInAnyOrder("holds", "holds for long", "next");
    }
}
