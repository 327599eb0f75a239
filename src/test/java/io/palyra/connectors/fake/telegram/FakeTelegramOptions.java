package io.palyra.connectors.fake.telegram;

import java.time.Clock;
import java.time.Duration;

/**
 * What a {@link FakeTelegram} starts with.
 *
 * @param token of the bot: its id, a colon, at least 30 characters
 * @param clock gives messages and answers their dates, updates their age, and limits their windows
 * @param hastyWithin a poll with the same offset as the one before within this time gets one update
 * @param pollFloor a poll with the same offset as the one before, within this time, waits this long at least; also how
 *     late a 409 comes that follows another so soon
 * @param port 0 for a free one
 */
public record FakeTelegramOptions(String token, Clock clock, Duration hastyWithin, Duration pollFloor, int port) {

    /** As the server of the Bot API: half a second, three seconds. */
    public static FakeTelegramOptions defaults() {
        return new FakeTelegramOptions(
                "7100000007:AAloopback-loopback_loopback-loopback",
                Clock.systemUTC(),
                Duration.ofMillis(500),
                Duration.ofSeconds(3),
                0);
    }

    public FakeTelegramOptions token(String nowToken) {
        return new FakeTelegramOptions(nowToken, clock, hastyWithin, pollFloor, port);
    }

    public FakeTelegramOptions clock(Clock nowClock) {
        return new FakeTelegramOptions(token, nowClock, hastyWithin, pollFloor, port);
    }

    /** Of polls that repeat an offset. */
    public FakeTelegramOptions repeats(Duration nowHastyWithin, Duration nowFloor) {
        return new FakeTelegramOptions(token, clock, nowHastyWithin, nowFloor, port);
    }

    public FakeTelegramOptions port(int nowPort) {
        return new FakeTelegramOptions(token, clock, hastyWithin, pollFloor, nowPort);
    }
}
