package io.palyra.connectors.fake.slack;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * What a {@link FakeSlack} starts with.
 *
 * @param clock gives messages their {@code ts}, answers their {@code Date}, and limits their windows
 * @param ackWithin how long an envelope waits for its acknowledgement
 * @param redeliverAfter how long each further attempt waits, once the one before has failed; then the event is lost
 * @param restPort 0 for a free one
 * @param socketPort 0 for a free one
 */
public record FakeSlackOptions(
        String botToken,
        String appToken,
        Clock clock,
        Duration ackWithin,
        List<Duration> redeliverAfter,
        Duration pingEvery,
        int restPort,
        int socketPort) {

    public FakeSlackOptions {
        redeliverAfter = List.copyOf(redeliverAfter);
    }

    /** As Slack: three seconds; at once, after a minute, after five. */
    public static FakeSlackOptions defaults() {
        return new FakeSlackOptions(
                "xoxb-loopback",
                "xapp-loopback",
                Clock.systemUTC(),
                Duration.ofSeconds(3),
                List.of(Duration.ZERO, Duration.ofMinutes(1), Duration.ofMinutes(5)),
                Duration.ofSeconds(10),
                0,
                0);
    }

    public FakeSlackOptions tokens(String bot, String app) {
        return new FakeSlackOptions(bot, app, clock, ackWithin, redeliverAfter, pingEvery, restPort, socketPort);
    }

    public FakeSlackOptions clock(Clock nowClock) {
        return new FakeSlackOptions(
                botToken, appToken, nowClock, ackWithin, redeliverAfter, pingEvery, restPort, socketPort);
    }

    /** Of envelopes that are not acknowledged. */
    public FakeSlackOptions redelivery(Duration within, Duration... after) {
        return new FakeSlackOptions(botToken, appToken, clock, within, List.of(after), pingEvery, restPort, socketPort);
    }

    public FakeSlackOptions pingEvery(Duration interval) {
        return new FakeSlackOptions(
                botToken, appToken, clock, ackWithin, redeliverAfter, interval, restPort, socketPort);
    }

    public FakeSlackOptions ports(int rest, int socket) {
        return new FakeSlackOptions(botToken, appToken, clock, ackWithin, redeliverAfter, pingEvery, rest, socket);
    }
}
