package io.palyra.connectors.fake.discord;

import java.time.Clock;
import java.time.Duration;

/**
 * What a {@link FakeDiscord} starts with.
 *
 * @param clock gives the ids their time, and tells how old a nonce is
 * @param nonceWindow how long a nonce is remembered
 * @param restPort 0 for a free one
 * @param gatewayPort 0 for a free one
 */
public record FakeDiscordOptions(String token, Clock clock, Duration nonceWindow, int restPort, int gatewayPort) {

    public static FakeDiscordOptions defaults() {
        return new FakeDiscordOptions("loopback-token", Clock.systemUTC(), Duration.ofMinutes(3), 0, 0);
    }

    public FakeDiscordOptions token(String nowToken) {
        return new FakeDiscordOptions(nowToken, clock, nonceWindow, restPort, gatewayPort);
    }

    public FakeDiscordOptions clock(Clock nowClock) {
        return new FakeDiscordOptions(token, nowClock, nonceWindow, restPort, gatewayPort);
    }

    public FakeDiscordOptions ports(int rest, int gateway) {
        return new FakeDiscordOptions(token, clock, nonceWindow, rest, gateway);
    }
}
