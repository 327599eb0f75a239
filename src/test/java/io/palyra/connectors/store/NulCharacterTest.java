package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.events.ConnectorEvent;
import io.palyra.connectors.events.EventFilter;
import io.palyra.connectors.events.EventLevel;
import io.palyra.connectors.events.EventType;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.SenderId;
import io.palyra.connectors.protocol.WireFormat;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Goal: a message with the character 0 in it is stored, found, listed and purged as any other. */
class NulCharacterTest {

    private static final ConnectorId ECHO = ConnectorId.of("echo:default");

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void nothingFailsForAMessageWithACharacterZero(StoreUnderTest database) throws SQLException {
        String url = database.newUrl(folder);
        try (SqlStore store = database.open(url, Clock.systemUTC())) {
            InboundMessageEvent event = InboundMessageEvent.builder(
                            new EnvelopeId("m1"), ECHO, new ConversationId("c1"), new SenderId("ada"), "hello")
                    .receivedAtUnixMs(1)
                    .build();
            store.transactions().writeAndWait(transaction -> {
                store.inbox()
                        .insert(transaction, event, WireFormat.write(event), 1)
                        .get();
                store.inbox().notRouted(transaction, 1, 1, "a\0b", 1);
                store.events()
                        .append(
                                transaction,
                                ConnectorEvent.about(
                                        ECHO,
                                        new EnvelopeId("m1"),
                                        EventType.INBOUND_NOT_ROUTED,
                                        EventLevel.WARN,
                                        "a\0b"));
            });

            assertThat(store.events().latest(ECHO, new EventFilter(List.of(), null, null, "m1", null), 10))
                    .hasSize(1);
            try (Connection connection = database.connect(url);
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT envelope_id FROM palyra_events_v1")) {
                rows.next();
                assertThat(rows.getString(1)).isEqualTo("m1");
            }
            assertThat(store.transactions()
                            .<Integer>run(transaction -> store.retention().purgeInbound(transaction, 2, 10)))
                    .isPositive();
            assertThat(store.inbox().find(ECHO, new EnvelopeId("m1"))).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hello | hello",
                "{\"a\":\"x\\u0000y\"} | {\"a\":\"x\uFFFDy\"}",
                "{\"a\":\"\\u0000\\u0000\"} | {\"a\":\"\uFFFD\uFFFD\"}",
                "{\"a\":\"x\\\\u0000\"} | {\"a\":\"x\\\\u0000\"}",
                "{\"a\":\"x\\\\\\u0000\"} | {\"a\":\"x\\\\\uFFFD\"}"
            })
    void onlyAnEscapeIsOne(String text, String stored) {
        assertThat(NulCharacter.replacedIn(text)).isEqualTo(stored);
    }

    @Test
    void theCharacterItselfIsReplacedAndNumbersAreLeft() {
        assertThat(NulCharacter.replacedIn("a\0b")).isEqualTo("a\uFFFDb");
        assertThat(NulCharacter.replacedIn(7L)).isEqualTo(7L);
        assertThat(NulCharacter.replacedIn(null)).isNull();
    }
}
