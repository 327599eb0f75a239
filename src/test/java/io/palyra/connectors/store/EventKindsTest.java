package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palyra.connectors.events.ConnectorEvent;
import io.palyra.connectors.events.EventFilter;
import io.palyra.connectors.events.EventLevel;
import io.palyra.connectors.events.EventLog;
import io.palyra.connectors.events.EventType;
import io.palyra.connectors.events.LoggedEvent;
import io.palyra.connectors.fake.SettableClock;
import io.palyra.connectors.protocol.ConnectorId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Events by type and level are those that a look at each event would find, whatever has happened to the store meanwhile. */
@ParameterizedClass
@EnumSource
class EventKindsTest {

    private static final ConnectorId OPS = ConnectorId.of("echo:ops");
    private static final ConnectorId DEV = ConnectorId.of("echo:dev");
    private static final List<EventType> OFTEN = List.of(
            EventType.INBOUND_RECEIVED,
            EventType.INBOUND_ROUTED,
            EventType.OUTBOX_ENQUEUED,
            EventType.OUTBOX_DELIVERED);
    private static final List<EventType> SELDOM =
            List.of(EventType.OUTBOX_RETRY, EventType.OUTBOX_DEAD_LETTER, EventType.QUEUE_PAUSED);
    private static final int ALL = 100_000;

    @Parameter
    private StoreUnderTest database;

    @TempDir
    Path folder;

    private final Random random = new Random(19);
    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private String url;
    private SqlStore store;
    private EventLog log;

    @BeforeEach
    void open() {
        url = database.newUrl(folder);
        openAgain();
    }

    private void openAgain() {
        store = database.open(url, clock);
        log = store.events();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void eachIsFoundInTheOrderOfItsNumber() {
        for (int work = 0; work < 400; work++) {
            append(random.nextInt(20));
            clock.advance(Duration.ofMillis(random.nextInt(50) - 5));
            int next = random.nextInt(40);
            if (next == 0) {
                close();
                openAgain();
            } else if (next < 6) {
                fail();
            } else if (next < 8) {
                purge(clock.millis() - 4_500);
            }
        }

        for (ConnectorId connector : List.of(OPS, DEV)) {
            List<LoggedEvent> all = log.latest(connector, EventFilter.ANY, ALL);
            assertThat(all).hasSizeGreaterThan(500);
            for (EventFilter filter : List.of(
                    types(null, null, "outbox.retry"),
                    types(null, null, "inbound.received"),
                    types(EventLevel.WARN, null, "inbound.received"),
                    types(null, null, "inbound.routed", "outbox.delivered"),
                    types(null, null, "outbox.enqueued"),
                    types(null, null, "outbox.*", "queue.paused"),
                    types(EventLevel.WARN, null),
                    types(EventLevel.ERROR, null, "outbox.dead_letter"),
                    types(null, clock.millis() - 1_000, "inbound.routed", "outbox.dead_letter"))) {
                assertSame(connector, filter, all, ALL);
                assertSame(connector, filter, all, 7);
                for (LoggedEvent event : all.subList(0, all.size() / 2)) {
                    assertSame(connector, before(filter, event.eventId()), all, 3);
                }
            }
        }
    }

    private void assertSame(ConnectorId connector, EventFilter filter, List<LoggedEvent> all, int limit) {
        long before = filter.beforeId() == null ? Long.MAX_VALUE : filter.beforeId();
        long since = filter.sinceUnixMs() == null ? 0 : filter.sinceUnixMs();
        List<LoggedEvent> wanted = all.stream()
                .filter(event -> event.eventId() < before
                        && event.createdAtUnixMs() >= since
                        && filter.isOfKind(event.eventType(), event.level()))
                .limit(limit)
                .toList();
        assertThat(log.latest(connector, filter, limit)).as("%s", filter).isEqualTo(wanted);
    }

    private static EventFilter types(EventLevel level, Long since, String... types) {
        return new EventFilter(List.of(types), level, since, null, null);
    }

    private static EventFilter before(EventFilter filter, long number) {
        return new EventFilter(filter.types(), filter.level(), filter.sinceUnixMs(), null, number);
    }

    private void append(int events) {
        store.transactions().writeAndWait(transaction -> {
            for (int i = 0; i < events; i++) {
                log.append(transaction, any());
            }
        });
    }

    private ConnectorEvent any() {
        boolean seldom = random.nextInt(60) == 0;
        List<EventType> types = seldom && random.nextBoolean() ? SELDOM : OFTEN;
        EventLevel level = seldom ? EventLevel.values()[random.nextInt(EventLevel.values().length)] : EventLevel.INFO;
        return ConnectorEvent.of(
                random.nextInt(3) == 0 ? DEV : OPS, types.get(random.nextInt(types.size())), level, "e");
    }

    /** Of each kind some, none of which is stored. */
    private void fail() {
        assertThatThrownBy(() -> store.transactions().writeAndWait(transaction -> {
                    for (EventType type : SELDOM) {
                        for (EventLevel level : EventLevel.values()) {
                            log.append(transaction, ConnectorEvent.of(OPS, type, level, "not stored"));
                        }
                    }
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessageContaining("on purpose");
    }

    private void purge(long before) {
        store.transactions().writeAndWait(transaction -> store.retention().purgeEvents(transaction, before, 200));
    }
}
