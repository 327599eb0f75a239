package io.palyra.connectors.fake;

import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.fake.discord.PlayDiscord;
import io.palyra.connectors.fake.slack.FakeSlack;
import io.palyra.connectors.fake.slack.PlaySlack;

/** Lets one talk to a bot on a loopback platform: {@code -Dplay=discord}, the default, or {@code -Dplay=slack}. */
public final class PlayLoopback {

    private PlayLoopback() {}

    public static void main(String[] arguments) throws Exception {
        String platform = System.getProperty("play", "discord");
        switch (platform) {
            case "discord" -> new PlayDiscord(FakeDiscord.start(), System.out).run();
            case "slack" -> new PlaySlack(FakeSlack.start(), System.out).run();
            default -> System.err.println("-Dplay=" + platform + ": no such platform; there are discord and slack");
        }
    }
}
