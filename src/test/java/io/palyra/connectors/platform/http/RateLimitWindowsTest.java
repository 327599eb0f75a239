package io.palyra.connectors.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.fake.SettableClock;
import io.palyra.connectors.protocol.LimitScope;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RateLimitWindowsTest {

    private static final String POST = "POST /channels/301/messages";
    private static final String OTHER = "POST /channels/302/messages";
    private static final Duration RESET = Duration.ofSeconds(5);

    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final RateLimitWindows windows = new RateLimitWindows("Platform", clock);

    @Test
    void aUsedUpWindowIsWaitedForUntilItIsFullAgain() {
        windows.learned(POST, "bucket", new RateLimitWindow(0, RESET));

        clock.advance(Duration.ofSeconds(2));
        assertThat(windows.wait(POST)).isEqualTo(Duration.ofSeconds(3));
        assertThat(windows.wait(OTHER)).isZero();

        clock.advance(Duration.ofSeconds(3));
        assertThat(windows.wait(POST)).isZero();
    }

    @Test
    void aWindowWithRequestsLeftIsNoReasonToWait() {
        windows.learned(POST, "bucket", new RateLimitWindow(1, RESET));

        assertThat(windows.wait(POST)).isZero();
        assertThat(windows.blocking(POST)).isEmpty();
    }

    @Test
    void aGlobalLimitHoldsForEveryRoute() {
        windows.met(POST, null, new RequestFailure.Limited("everything", RESET, LimitScope.CONNECTOR));

        assertThat(windows.wait(OTHER)).isEqualTo(RESET);
    }

    @Test
    void aLimitWithoutAWaitSaysNothingOfTheNextRequest() {
        windows.met(POST, null, new RequestFailure.Limited("a ban", null, LimitScope.CONNECTOR));

        assertThat(windows.wait(POST)).isZero();
        assertThat(windows.blocking(POST)).isEmpty();
        assertThat(windows.view()).containsEntry("limited", 1L);
    }
}
