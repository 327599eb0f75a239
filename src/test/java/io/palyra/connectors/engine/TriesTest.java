package io.palyra.connectors.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TriesTest {

    @Test
    void whatIsWrittenIsReadAgain() {
        Tries tries = Tries.NONE
                .oneMore(Cause.TRANSIENT_NETWORK)
                .oneMore(Cause.ROUTE_FAILURE)
                .oneMore(Cause.TRANSIENT_NETWORK)
                .oneMoreFree();

        assertThat(tries.writtenCauses()).isEqualTo("transient_network=2 route_failure=1");
        assertThat(Tries.read(3, 1, tries.writtenCauses())).isEqualTo(tries);
        assertThat(Tries.NONE.writtenCauses()).isNull();
    }

    /** As the version before has left them. */
    @Test
    void attemptsWithoutACauseCountForEvery() {
        Tries tries = Tries.read(3, 0, null).oneMore(Cause.ROUTE_FAILURE);

        assertThat(tries.attempts()).isEqualTo(4);
        assertThat(tries.of(Cause.ROUTE_FAILURE)).isEqualTo(4);
        assertThat(tries.of(Cause.DAEMON_NOT_TAKEN)).isEqualTo(3);
    }

    @Test
    void everyCauseCanBeWritten() {
        Tries tries = Tries.NONE;
        for (Cause cause : Cause.values()) {
            tries = tries.oneMore(cause);
        }

        assertThat(Tries.read(Cause.values().length, 0, tries.writtenCauses())).isEqualTo(tries);
    }
}
