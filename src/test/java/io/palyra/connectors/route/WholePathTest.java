package io.palyra.connectors.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.test.PalyraExtension;
import io.palyra.connectors.test.PalyraExtension.Said;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A message goes the whole way through the real routes: connector, inbox, daemon, outbox, connector. */
class WholePathTest {

    @RegisterExtension
    static final PalyraExtension palyra = PalyraExtension.program().connectors("echo:default", "echo:crashing");

    @Test
    void deliversTheReplyToAMessage() {
        Said said = palyra.whenPlatformSays("whole", "hello");

        palyra.assertDelivered("whole", "echo: hello");

        assertThat(store("SELECT native_message_id FROM palyra_outbox_v1 WHERE conversation_id = 'whole'"))
                .singleElement()
                .asString()
                .matches("echo-[0-9a-f]{32}");
        assertThat(store("SELECT state FROM palyra_inbox_v1 WHERE conversation_id = 'whole'"))
                .asString()
                .isEqualTo("[routed]");
        assertThat(events(said.envelopeId())).containsExactly("inbound.received", "inbound.routed");
        assertThat(events(said.envelopeId() + ":0")).containsExactly("outbox.enqueued", "outbox.delivered");
    }

    @Test
    void routesAMessageOnce() {
        Said said = palyra.whenPlatformSays("once", "hello");
        palyra.assertDelivered("once", "echo: hello");

        assertThat(palyra.whenPlatformSays(said.event()).admitted()).isFalse();

        assertThat(events(said.envelopeId()))
                .containsExactly("inbound.received", "inbound.routed", "inbound.duplicate");
        palyra.assertDelivered("once", "echo: hello");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[rate-limit-once]", "[network-once]", "[unknown-once]"})
    void retriesWhatTheConnectorRefusesOnce(String marker) {
        Said said = palyra.whenPlatformSays(marker, marker);

        palyra.passTime(palyra.assertWaits(marker));

        palyra.assertDelivered(marker, "echo: " + marker);
        assertThat(store("SELECT attempts FROM palyra_outbox_v1 WHERE conversation_id = '" + marker + "'"))
                .asString()
                .isEqualTo("[2]");
        assertThat(events(said.envelopeId() + ":0"))
                .contains(marker.startsWith("[unknown") ? "outbox.unknown" : "outbox.retry");
    }

    /** On a connector of its own, as a restart concerns all of its messages. */
    @Test
    void retriesWhereTheConnectorRestarts() {
        palyra.template().sendBody("palyra-outbox:echo:crashing?conversationId=crash", "hi [connector-crash-once]");

        palyra.passTime(palyra.assertWaits("crash"));

        palyra.assertDelivered("crash", "hi [connector-crash-once]");
        assertThat(store("SELECT attempts FROM palyra_outbox_v1 WHERE conversation_id = 'crash'"))
                .asString()
                .isEqualTo("[2]");
    }

    @Test
    void makesADeadLetterOfAPermanentFailureAndGoesOn() {
        palyra.whenPlatformSays("dead", "bad [permanent]");
        palyra.whenPlatformSays("dead", "good");

        palyra.assertDelivered("dead", "echo: good");
        palyra.assertDeadLetter("dead", "simulated permanent failure");
    }

    @Test
    void keepsOrderWhileTheFirstWaits() {
        palyra.whenPlatformSays("first", "first [network-once]");
        palyra.whenPlatformSays("first", "second");
        palyra.whenPlatformSays("other", "other conversation");

        palyra.assertDelivered("other", "echo: other conversation");
        palyra.passTime(palyra.assertWaits("first").minusMillis(1));
        palyra.assertNothingDelivered("first");
        palyra.passTime(palyra.assertWaits("first"));
        palyra.assertDelivered("first", "echo: first [network-once]", "echo: second");
    }

    private static List<String> events(String envelopeId) {
        return store("SELECT event_type FROM palyra_events_v1 WHERE envelope_id = '" + envelopeId
                        + "' ORDER BY event_id")
                .stream()
                .map(String::valueOf)
                .toList();
    }

    /** The first column. */
    private static List<?> store(String select) {
        return palyra.store(select).stream()
                .flatMap(row -> row.values().stream().limit(1))
                .toList();
    }
}
