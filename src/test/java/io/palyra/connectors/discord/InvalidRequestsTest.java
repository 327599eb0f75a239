package io.palyra.connectors.discord;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.fake.SettableClock;
import io.palyra.connectors.platform.http.RequestFailure;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class InvalidRequestsTest {

    private static final String POST = BucketKey.ofPost("301");
    private static final String HISTORY = "GET /channels/301/messages";

    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final InvalidRequests invalid = new InvalidRequests(clock);

    private void refused(int times, String route) {
        for (int i = 0; i < times; i++) {
            invalid.count(route);
        }
    }

    @Test
    void refusedReadsStopReadingAndNeverTheSending() {
        refused(InvalidRequests.READS_MAX_IN_WINDOW - 1, HISTORY);
        assertThat(invalid.spent(HISTORY)).isEmpty();
        refused(10 * InvalidRequests.MAX_IN_WINDOW, "GET /guilds/11/members/{id}");

        assertThat(invalid.spent(HISTORY))
                .get()
                .isInstanceOfSatisfying(RequestFailure.Limited.class, limit -> assertThat(limit.retryAfter())
                        .isBetween(InvalidRequests.WINDOW, InvalidRequests.WINDOW.plusMillis(1)));
        assertThat(invalid.spent(POST)).isEmpty();
        assertThat(invalid.spent("GET /users/@me"))
                .as("a login is no read of a channel")
                .isEmpty();
    }

    @Test
    void refusedSendsStopTheSendingAndNotTheReading() {
        refused(InvalidRequests.MAX_IN_WINDOW, POST);

        assertThat(invalid.spent(POST)).get().isInstanceOf(RequestFailure.Withheld.class);
        assertThat(invalid.spent(HISTORY)).isEmpty();
    }

    @Test
    void bothGoOnWhenTheWindowHasPassed() {
        refused(InvalidRequests.MAX_IN_WINDOW, POST);
        refused(InvalidRequests.READS_MAX_IN_WINDOW, HISTORY);
        clock.advance(InvalidRequests.WINDOW.plus(Duration.ofMillis(1)));

        assertThat(invalid.spent(POST)).isEmpty();
        assertThat(invalid.spent(HISTORY)).isEmpty();
        assertThat(invalid.view()).containsEntry("last_10_minutes", 0).containsEntry("reads_last_10_minutes", 0);
    }
}
