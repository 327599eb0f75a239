package io.palyra.connectors.slack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OverlapTest {

    private static final long HELD = Overlap.HELD.toNanos();

    private final List<String> handedOn = new ArrayList<>();
    private final Overlap overlap = new Overlap(
            envelope -> handedOn.add(envelope.payload().at("/event/ts").asText()));

    private static Envelope message(String ts) {
        ObjectNode payload = JsonNodeFactory.instance.objectNode();
        payload.putObject("event").put("type", "message").put("ts", ts);
        return new Envelope("events_api", payload, () -> {});
    }

    @Test
    void anOlderOneThatComesWithinAMomentGoesFirst() {
        overlap.hold(message("1700000000.000300"), 0);
        overlap.hold(message("1700000000.000100"), HELD / 2);
        overlap.hold(message("1700000000.000200"), HELD - 1);

        overlap.release(HELD - 1);
        assertThat(handedOn).as("before its time").isEmpty();
        overlap.release(HELD);

        assertThat(handedOn).containsExactly("1700000000.000100", "1700000000.000200", "1700000000.000300");
        assertThat(overlap.isEmpty()).isTrue();
    }

    @Test
    void aNewerOneIsHeldOn() {
        overlap.hold(message("1700000000.000100"), 0);
        overlap.hold(message("1700000000.000200"), HELD / 2);

        overlap.release(HELD);

        assertThat(handedOn).containsExactly("1700000000.000100");
        assertThat(overlap.isEmpty()).isFalse();
    }

    @Test
    void whatHasNoTimeHoldsNothingUp() {
        overlap.hold(message("1700000000.000100"), 0);
        overlap.hold(message("soon"), HELD / 2);

        overlap.release(HELD);

        assertThat(handedOn).containsExactly("soon", "1700000000.000100");
    }
}
