package io.palyra.connectors.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.program.StateWatch.Known;
import io.palyra.connectors.protocol.Liveness;
import io.palyra.connectors.protocol.Readiness;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Goal: a first start that takes longer than a look is not told of as a restart. */
class StartUnderWayTest {

    private static final Known RESTARTING = of(Liveness.RESTARTING, true);
    private static final Known RUNNING = of(Liveness.RUNNING, true);

    private static Known of(Liveness liveness, boolean session) {
        return new Known(Readiness.READY, liveness, session, true);
    }

    @Test
    void aStartThatIsUnderWayIsNoChange() {
        assertThat(RESTARTING.since(Known.AT_START, Optional.empty())).isEqualTo(Known.AT_START);
        assertThat(RUNNING.since(Known.AT_START, Optional.empty())).isEqualTo(RUNNING);
    }

    @Test
    void aStartThatHasFailedIsOne() {
        assertThat(RESTARTING.since(Known.AT_START, Optional.of("connection refused")))
                .isEqualTo(RESTARTING);
        Known withoutSession = of(Liveness.RESTARTING, false);
        assertThat(withoutSession.since(Known.AT_START, Optional.empty())).isEqualTo(withoutSession);
    }

    @Test
    void aRestartOfWhatRanIsOne() {
        assertThat(RESTARTING.since(RUNNING, Optional.empty())).isEqualTo(RESTARTING);
    }
}
