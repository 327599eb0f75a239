package io.palyra.connectors.fake.discord;

import io.palyra.connectors.fake.http.Play;
import io.palyra.connectors.fake.http.Upload;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;

/** A Discord to play with: one guild, one channel, one thread ({@code /thread}), one direct conversation ({@code /dm}). */
public final class PlayDiscord extends Play<Channel> {

    private final FakeDiscord discord;

    public PlayDiscord(FakeDiscord discord, PrintStream out) {
        super(
                "discord",
                Map.of(
                        "/dm ", discord.direct(discord.user()),
                        "/thread ", discord.addThread(discord.channel(), "thread")),
                discord.channel(),
                out);
        this.discord = discord;
        discord.ledger()
                .onAccepted(posted -> print(
                        place -> place.id().equals(posted.channelId()),
                        posted.content(),
                        posted.files().stream().map(Upload::fileName).toList()));
    }

    @Override
    protected Map<String, String> options(Path folder) throws IOException {
        return Map.of(
                "token",
                secret(folder, "token", discord.token()),
                "rest-url",
                discord.restUrl(),
                "gateway-url",
                discord.gatewayUrl());
    }

    @Override
    protected String id(Channel place) {
        return place.id();
    }

    @Override
    protected void say(Channel place, String text) {
        discord.userSays(place, discord.user(), text);
    }

    @Override
    protected boolean isConnected() {
        return discord.gateway().connected() > 0;
    }

    @Override
    protected int posted() {
        return discord.ledger().accepted().size();
    }

    @Override
    protected void closePlatform() throws Exception {
        discord.close();
    }
}
