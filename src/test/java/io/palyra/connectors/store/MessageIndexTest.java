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
import io.palyra.connectors.protocol.EnvelopeId;
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

/** Events of a message are those that a look at each event would find, whatever has happened to the store meanwhile. */
@ParameterizedClass
@EnumSource
class MessageIndexTest {

    private static final ConnectorId OPS = ConnectorId.of("echo:ops");
    private static final ConnectorId DEV = ConnectorId.of("echo:dev");
    private static final EventType[] TYPES = {
        EventType.INBOUND_RECEIVED, EventType.INBOUND_ROUTED, EventType.OUTBOX_ENQUEUED, EventType.OUTBOX_RETRY
    };
    private static final int ALL = 100_000;

    /** Of ids with a part, too; a message has its events within so many that come after it. */
    private static final int NEAR = 500;

    @Parameter
    private StoreUnderTest database;

    @TempDir
    Path folder;

    private final Random random = new Random(20);
    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private String url;
    private SqlStore store;
    private EventLog log;
    private int messages;

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
        for (int work = 0; work < 600; work++) {
            append(random.nextInt(100));
            int next = random.nextInt(60);
            if (next == 0) {
                close();
                openAgain();
            } else if (next < 4) {
                fail();
            } else if (next < 8) {
                store.indexer().ifPresent(BlockWriter::writeNext);
            } else if (next == 8 && work > 300) {
                purge(clock.millis() - 15_000);
            }
        }

        for (ConnectorId connector : List.of(OPS, DEV)) {
            List<LoggedEvent> all = log.latest(connector, EventFilter.ANY, ALL);
            assertThat(all).hasSizeGreaterThan(1_000);
            for (int i = 0; i < 60; i++) {
                String message = "m:" + random.nextInt(messages);
                assertSame(connector, all, new EventFilter(List.of(), null, null, message, null), ALL);
                assertSame(connector, all, new EventFilter(List.of(), null, null, message + ":0", null), ALL);
                assertSame(connector, all, new EventFilter(List.of("outbox.*"), null, null, message, null), 1);
                assertSame(connector, all, new EventFilter(List.of(), EventLevel.WARN, null, message, null), 3);
                long number = all.get(random.nextInt(all.size())).eventId();
                assertSame(connector, all, new EventFilter(List.of(), null, null, message, number), 2);
                assertSame(connector, all, new EventFilter(List.of(), null, clock.millis() - 10_000, message, null), 2);
            }
            assertSame(connector, all, new EventFilter(List.of(), null, null, "m", null), 700);
            assertSame(connector, all, new EventFilter(List.of(), null, null, "nobody's", null), 700);
        }
    }

    private void assertSame(ConnectorId connector, List<LoggedEvent> all, EventFilter filter, int limit) {
        long before = filter.beforeId() == null ? Long.MAX_VALUE : filter.beforeId();
        long since = filter.sinceUnixMs() == null ? 0 : filter.sinceUnixMs();
        String message = filter.envelopeId();
        List<LoggedEvent> wanted = all.stream()
                .filter(event -> event.eventId() < before
                        && event.createdAtUnixMs() >= since
                        && filter.isOfKind(event.eventType(), event.level()))
                .filter(event -> {
                    String about = event.details().path("envelope_id").asText();
                    return about.equals(message) || about.startsWith(message + ":");
                })
                .limit(limit)
                .toList();
        assertThat(log.latest(connector, filter, limit)).as("%s", filter).isEqualTo(wanted);
    }

    private void append(int events) {
        store.transactions().writeAndWait(transaction -> {
            for (int i = 0; i < events; i++) {
                log.append(transaction, any());
                clock.advance(Duration.ofMillis(1));
            }
        });
    }

    private ConnectorEvent any() {
        int message = Math.max(0, messages - random.nextInt(NEAR));
        messages += random.nextInt(3) == 0 ? 1 : 0;
        EventLevel level = random.nextInt(30) == 0 ? EventLevel.WARN : EventLevel.INFO;
        String part = random.nextBoolean() ? ":" + random.nextInt(2) : "";
        return ConnectorEvent.about(
                random.nextInt(4) == 0 ? DEV : OPS,
                new EnvelopeId("m:" + message + part),
                TYPES[random.nextInt(TYPES.length)],
                level,
                "e");
    }

    /** Numbers are left out by that. */
    private void fail() {
        assertThatThrownBy(() -> store.transactions().writeAndWait(transaction -> {
                    for (int i = 0; i < 20; i++) {
                        log.append(transaction, any());
                    }
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessageContaining("on purpose");
    }

    private void purge(long before) {
        store.transactions().writeAndWait(transaction -> store.retention().purgeEvents(transaction, before, 2_000));
    }
}
