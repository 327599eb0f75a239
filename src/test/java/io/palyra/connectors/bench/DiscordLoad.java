package io.palyra.connectors.bench;

import io.palyra.connectors.fake.discord.Channel;
import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.fake.http.Fault;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Liveness;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Load on the Discord connector: the real JDA over sockets against the loopback Discord, which runs in the same JVM and so
 * on the same cores. Synchronous FULL.
 */
final class DiscordLoad {

    private static final ConnectorId OPS = ConnectorId.of("discord:ops");
    private static final int CHANNELS = 64;

    private DiscordLoad() {}

    /** Gateway events per second, from the first that is said until the last is admitted; nothing is routed meanwhile. */
    static double admitted(Path folder, int messages) throws Exception {
        try (FakeDiscord discord = FakeDiscord.start();
                ProgramUnderTest program = start(folder, discord, Map.of())) {
            List<Channel> channels = channels(discord);
            awaitConnected(program);
            program.application().context().getRouteController().stopRoute("daemon");
            long start = System.nanoTime();
            for (int n = 0; n < messages; n++) {
                discord.userSays(channels.get(n % CHANNELS), discord.user(), Backlog.text(n));
            }
            Backlog.awaitAdmitted(program.connector(OPS), messages);
            return messages * 1e9 / (System.nanoTime() - start);
        }
    }

    /**
     * Messages per second to {@value #CHANNELS} channels, from a waiting backlog.
     *
     * @param latency of each answer
     * @param concurrency conversations in delivery at once
     */
    static double delivered(Path folder, int messages, Duration latency, int concurrency) throws Exception {
        try (FakeDiscord discord = FakeDiscord.start();
                ProgramUnderTest program =
                        start(folder, discord, Map.of("palyra.outbox.claim-lanes", String.valueOf(concurrency)))) {
            List<Channel> channels = channels(discord);
            awaitConnected(program);
            if (!latency.isZero()) {
                discord.faults().always("POST", "/channels/{channel}/messages", Fault.delayed(latency));
            }
            return Backlog.delivered(
                    program.connector(OPS),
                    channels.stream().map(Channel::id).toList(),
                    messages,
                    () -> discord.ledger().accepted().size(),
                    discord.ledger()::texts);
        }
    }

    private static ProgramUnderTest start(Path folder, FakeDiscord discord, Map<String, String> more) throws Exception {
        Path token = Files.writeString(folder.resolve("token"), discord.token());
        String prefix = "palyra.connectors.discord.ops.";
        Map<String, String> settings = new HashMap<>(more);
        settings.put(prefix + "token", "{{file:" + token + "}}");
        settings.put(prefix + "rest-url", discord.restUrl());
        settings.put(prefix + "gateway-url", discord.gatewayUrl());
        settings.put(prefix + "egress-allow-loopback", "true");
        settings.put(prefix + "requests-per-second", "10000");
        settings.put(prefix + "access-dm", "open");
        settings.put(prefix + "access-groups", "all");
        settings.put("palyra.store.synchronous", "FULL");
        return ProgramUnderTest.start(folder, settings);
    }

    /** Made before the program connects, so that the gateway tells of them. */
    private static List<Channel> channels(FakeDiscord discord) {
        List<Channel> channels = new ArrayList<>();
        for (int n = 0; n < CHANNELS; n++) {
            channels.add(discord.addChannel(discord.guild(), "channel-" + n));
        }
        return channels;
    }

    private static void awaitConnected(ProgramUnderTest program) {
        Backlog.await(() -> program.program().supervision().roster().status(OPS).liveness() == Liveness.RUNNING
                && String.valueOf(program.program().supervision().calls().runtime(OPS))
                        .contains("connected=true"));
    }
}
