package io.palyra.connectors.testkit;

import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.protocol.ConnectorId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** An instance that talks to a loopback Discord. */
public final class LoopbackDiscord extends LoopbackInstance {

    /** The instance of most tests. */
    public static final ConnectorId OPS = ConnectorId.of("discord:ops");

    private final FakeDiscord discord;

    public LoopbackDiscord(ConnectorId id, FakeDiscord discord) {
        super(id);
        this.discord = discord;
    }

    /** Settings of {@link #OPS}; writes its token into the folder. */
    public static Map<String, String> settings(Path folder, FakeDiscord discord) throws IOException {
        return new LoopbackDiscord(OPS, discord).settings(folder);
    }

    public static void writeToken(Path folder, String token) throws IOException {
        LoopbackInstance.writeToken(folder, token);
    }

    /** The key of one option of {@link #OPS}. */
    public static String option(String name) {
        return key(OPS, name);
    }

    /** Of {@link #OPS}: strangers ask first, and in groups only what speaks to the bot is taken. */
    public static String[] strangersAsk() {
        return new String[] {option("access-dm") + "=pairing", option("access-groups") + "=mention"};
    }

    @Override
    String token() {
        return discord.token();
    }

    @Override
    Map<String, String> options(Path folder) {
        return Map.of(
                "rest-url", discord.restUrl(), "gateway-url", discord.gatewayUrl(), "requests-per-second", "1000");
    }

    @Override
    int connections() {
        return discord.gateway().connected();
    }

    @Override
    public List<String> taken(String conversation) {
        return discord.ledger().texts(conversation);
    }
}
