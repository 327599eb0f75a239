package io.palyra.connectors.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.fake.slack.Channel;
import io.palyra.connectors.fake.slack.FakeSlack;
import io.palyra.connectors.fake.slack.FakeSlackOptions;
import io.palyra.connectors.fake.slack.SlackBot;
import io.palyra.connectors.fake.slack.Words;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Load on the Slack connector: over sockets against the loopback Slack, which runs in the same JVM and so on the same cores.
 * Synchronous FULL.
 */
final class SlackLoad {

    private static final int CHANNELS = 64;

    private static final int WAITING_MAX = 2_000;
    private static final int HISTORIES_A_MINUTE = 50;

    /** Shorter, and the connector's own pace is met first. */
    private static final Duration A_MINUTE = Duration.ofSeconds(5);

    private SlackLoad() {}

    /**
     * Events per second, from the first that is said until the last is admitted; nothing is routed meanwhile.
     *
     * @throws IllegalStateException where one was not acknowledged within Slack's three seconds
     */
    static double admitted(Path folder, int messages) throws Exception {
        try (FakeSlack slack = FakeSlack.start(FakeSlackOptions.defaults());
                ProgramUnderTest program = start(folder, slack)) {
            List<Channel> channels = channels(slack, CHANNELS);
            program.context().getRouteController().stopRoute("daemon");
            long start = System.nanoTime();
            say(slack, channels, messages);
            Backlog.awaitAdmitted(program, messages);
            double rate = messages * 1e9 / (System.nanoTime() - start);
            Backlog.await(() -> slack.socket().waiting() == 0);
            int late = slack.socket().lateAcks();
            if (late > 0) {
                throw new IllegalStateException(late + " events were acknowledged after three seconds");
            }
            return rate;
        }
    }

    /** As fast as they are acknowledged, so that Slack waits for no more than it would give up within its three seconds. */
    private static void say(FakeSlack slack, List<Channel> channels, int messages) {
        for (int n = 0; n < messages; n++) {
            while (slack.socket().waiting() >= WAITING_MAX) {
                Thread.onSpinWait();
            }
            slack.says(channels.get(n % CHANNELS), slack.user(), Backlog.text(n));
        }
    }

    /** The same by a plain client that acknowledges at once: what the loopback Slack itself can do. */
    static double told(Path folder, int messages) throws Exception {
        try (FakeSlack slack = FakeSlack.start();
                SlackBot bot = new SlackBot(slack).connected()) {
            List<Channel> channels = channels(slack, CHANNELS);
            long start = System.nanoTime();
            say(slack, channels, messages);
            Backlog.await(() -> slack.socket().acknowledged().size() == messages);
            if (bot.closed() > 0) {
                throw new IllegalStateException("its socket has ended");
            }
            return messages * 1e9 / (System.nanoTime() - start);
        }
    }

    /** Messages per second to {@value #CHANNELS} channels, from a waiting backlog. */
    static double delivered(Path folder, int messages) throws Exception {
        try (FakeSlack slack = FakeSlack.start();
                ProgramUnderTest program = start(folder, slack, "palyra.outbox.claim-lanes=" + CHANNELS)) {
            List<Channel> channels = channels(slack, CHANNELS);
            return Backlog.delivered(
                    program,
                    channels.stream().map(Channel::id).toList(),
                    messages,
                    () -> slack.ledger().accepted().size(),
                    slack.ledger()::texts);
        }
    }

    /** The same by a plain client with eight requests at once: what the loopback Slack itself can do. */
    static double posted(Path folder, int messages) throws Exception {
        try (FakeSlack slack = FakeSlack.start();
                SlackBot bot = new SlackBot(slack)) {
            List<Channel> channels = channels(slack, CHANNELS);
            long start = System.nanoTime();
            Backlog.atOnce(messages, n -> requireOk(bot.post(channels.get(n % CHANNELS), Backlog.text(n))));
            return slack.ledger().accepted().size() * 1e9 / (System.nanoTime() - start);
        }
    }

    /**
     * Seconds from a start until what channels have said meanwhile is admitted, a message each. Slack takes {@value
     * #HISTORIES_A_MINUTE} requests for histories a minute, and its minute lasts five seconds here: two hundred channels take
     * fifteen at least, as they take three minutes there.
     */
    static double backfill(Path folder, int channelCount) throws Exception {
        try (FakeSlack slack = FakeSlack.start();
                ProgramUnderTest program = start(folder, slack)) {
            List<Channel> channels = channels(slack, channelCount);
            program.stop();
            channels.forEach(channel -> slack.saysUnheard(channel, slack.user(), Words.of("missed")));
            slack.tiers().minuteLasts(A_MINUTE).perMinute("conversations.history", HISTORIES_A_MINUTE);
            long start = System.nanoTime();
            program.startAgain();
            Backlog.await(() -> Long.valueOf(channelCount)
                    .equals(program.runtimeOf("inbound").get("messages_from_history")));
            return (System.nanoTime() - start) / 1e9;
        }
    }

    /** The same requests by a plain client, without a tier. */
    static double histories(Path folder, int channelCount) throws Exception {
        try (FakeSlack slack = FakeSlack.start();
                SlackBot bot = new SlackBot(slack)) {
            List<Channel> channels = channels(slack, channelCount);
            long start = System.nanoTime();
            Backlog.atOnce(channelCount, n -> requireOk(bot.callIn(channels.get(n), "conversations.history")));
            return (System.nanoTime() - start) / 1e9;
        }
    }

    private static void requireOk(JsonNode answer) {
        if (!answer.path("ok").asBoolean()) {
            throw new IllegalStateException("refused");
        }
    }

    private static ProgramUnderTest start(Path folder, FakeSlack slack, String... more) throws Exception {
        return ProgramUnderTest.in(folder)
                .slack(slack)
                .settings("palyra.store.synchronous=FULL")
                .settings(more)
                .patience(Backlog.PATIENCE)
                .start();
    }

    private static List<Channel> channels(FakeSlack slack, int count) {
        List<Channel> channels = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            channels.add(slack.addChannel("channel-" + n));
        }
        return channels;
    }
}
