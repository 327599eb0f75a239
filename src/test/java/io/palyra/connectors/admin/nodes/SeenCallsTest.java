package io.palyra.connectors.admin.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.admin.nodes.SeenCalls.Finding;
import org.junit.jupiter.api.Test;

class SeenCallsTest {

    private static final long START = 1_000_000;
    private static final long OFF_MAX = SeenCalls.TIME_OFF_MAX.toMillis();

    private final SeenCalls seen = new SeenCalls(START);

    private static SignedCall call(String nonce, long unixMs) {
        return new SignedCall("POST", "/", "one", "two", unixMs, nonce, "", "api", "", "", "admin");
    }

    @Test
    void whatWasSeenIsKnownForAsLongAsItsTimeWouldDo() {
        assertThat(seen.see(call("a", START + OFF_MAX), START)).isEqualTo(Finding.NEW);
        assertThat(seen.see(call("a", START + OFF_MAX), START + 2 * OFF_MAX)).isEqualTo(Finding.SEEN);
        assertThat(seen.see(call("a", START + OFF_MAX), START + 2 * OFF_MAX + 1))
                .isEqualTo(Finding.OUT_OF_TIME);
    }

    /** Whether they were seen before is not known. */
    @Test
    void callsFromBeforeTheStartAreRefused() {
        assertThat(seen.see(call("a", START - 1), START)).isEqualTo(Finding.OUT_OF_TIME);
    }

    @Test
    void remembersSoManyAndForgetsNoneEarly() {
        for (int i = 0; i < SeenCalls.CALLS_MAX; i++) {
            assertThat(seen.see(call("n" + i, START), START)).isEqualTo(Finding.NEW);
        }
        assertThat(seen.see(call("one more", START), START + OFF_MAX)).isEqualTo(Finding.FULL);
        assertThat(seen.see(call("n0", START), START + OFF_MAX)).isEqualTo(Finding.SEEN);
        long later = START + OFF_MAX + 1;
        assertThat(seen.see(call("later", later), later)).isEqualTo(Finding.NEW);
    }
}
