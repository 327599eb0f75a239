package io.palyra.connectors.fake;

import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.fake.discord.PlayDiscord;
import io.palyra.connectors.fake.slack.FakeSlack;
import io.palyra.connectors.fake.slack.PlaySlack;
import io.palyra.connectors.fake.telegram.FakeTelegram;
import io.palyra.connectors.fake.telegram.PlayTelegram;

/** Lets one talk to a bot on a loopback platform: {@code -Dplay=discord}, the default, {@code slack} or {@code telegram}. */
public final class PlayLoopback {

    private PlayLoopback() {}

    public static void main(String[] arguments) throws Exception {
        String platform = System.getProperty("play", "discord");
        switch (platform) {
            case "discord" -> new PlayDiscord(FakeDiscord.start(), System.out).run();
            case "slack" -> new PlaySlack(FakeSlack.start(), System.out).run();
            case "telegram" -> new PlayTelegram(FakeTelegram.start(), System.out).run();
            default ->
                System.err.println("-Dplay=" + platform + ": no such platform; there are discord, slack and telegram");
        }
    }
}
