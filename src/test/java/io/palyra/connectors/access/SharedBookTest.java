package io.palyra.connectors.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.LogLines;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.store.SqlStore;
import io.palyra.connectors.store.StoreUnderTest;
import io.palyra.connectors.time.SteadyClock;
import io.palyra.connectors.transaction.StoreUnavailableException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another program has changed the rules, and the database does not answer the reads that follow its commit. */
class SharedBookTest {

    private static final ConnectorId OPS = ConnectorId.of("echo:ops");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final AccessRuleSet CHANGED = new AccessRuleSet(DirectRule.OFF, null, null, null, null, null, null);

    private Map<ConnectorId, AccessRuleSet> stored = Map.of();
    private int failures;

    private final AccessStore store = fake(AccessStore.class, (self, method, arguments) -> {
        if (!method.getName().equals("rules")) {
            return List.of();
        }
        if (failures > 0) {
            failures--;
            throw new StoreUnavailableException("the database is away", null);
        }
        return stored;
    });

    private final AccessBook book = new AccessBook(
            store, fake(AccessInstances.class, (self, method, arguments) -> null), SteadyClock.ofMachine());

    private static <T> T fake(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @Test
    void aReadThatFailsIsToldToWhoAskedAndOnceInTheLog(@TempDir Path folder) {
        stored = Map.of(OPS, CHANGED);
        failures = 2;
        try (LogLines log = LogLines.of(SharedBook.class);
                LogLines logOfStore = LogLines.of("io.palyra.connectors.store.Announcements");
                SqlStore real =
                        StoreUnderTest.SQLITE.open(StoreUnderTest.SQLITE.newUrl(folder), SteadyClock.ofMachine())) {
            SharedBook shared = new SharedBook(book, store, real.transactions());

            assertThat(shared.readAgain()).failsWithin(PATIENCE);
            assertThat(shared.readAgain()).failsWithin(PATIENCE);
            assertThat(book.operators(OPS)).isEqualTo(AccessRuleSet.NONE);
            assertThat(log.lines())
                    .containsExactly("WARN What other nodes have changed about access is not read yet, this is tried"
                            + " again: the database is away");
            assertThat(logOfStore.lines()).isEmpty();

            assertThat(shared.readAgain()).succeedsWithin(PATIENCE);
            assertThat(book.operators(OPS)).isEqualTo(CHANGED);
        }
    }

    @Test
    void whatTheStoreDoesNotTakeFailsToo(@TempDir Path folder) {
        SqlStore real = StoreUnderTest.SQLITE.open(StoreUnderTest.SQLITE.newUrl(folder), SteadyClock.ofMachine());
        real.close();

        assertThat(new SharedBook(book, store, real.transactions()).readAgain()).failsWithin(PATIENCE);
    }
}
