package io.palyra.connectors.fake.discord;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;

/**
 * A Discord to play with: one guild, one channel, one thread, one direct conversation. What stands on standard input a
 * user says in the channel, {@code /dm text} in the direct conversation, {@code /thread text} in the thread; what the
 * bot posts is printed. Ends with the input.
 *
 * <p>Arguments: the ports of REST and gateway, 8091 and 8092 unless told.
 */
public final class PlayDiscord {

    private static final int REST_PORT = 8091;
    private static final int GATEWAY_PORT = 8092;

    private final FakeDiscord discord;
    private final PrintStream out;
    private final Channel thread;
    private final Map<String, Channel> places;

    PlayDiscord(FakeDiscord discord, PrintStream out) {
        this.discord = discord;
        this.out = out;
        thread = discord.addThread(discord.channel(), "thread");
        places = Map.of("/dm ", discord.direct(discord.user()), "/thread ", thread);
        discord.ledger().onAccepted(this::print);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        int rest = arguments.length > 0 ? Integer.parseInt(arguments[0]) : REST_PORT;
        int gateway = arguments.length > 1 ? Integer.parseInt(arguments[1]) : GATEWAY_PORT;
        try (FakeDiscord discord =
                        FakeDiscord.start(FakeDiscordOptions.defaults().ports(rest, gateway));
                BufferedReader in = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()))) {
            PlayDiscord play = new PlayDiscord(discord, System.out);
            play.settings("default").forEach(System.out::println);
            play.readFrom(in);
        }
    }

    /** What the program is started with to find this Discord. */
    List<String> settings(String instance) {
        String connector = "-Dpalyra.connectors.discord." + instance + ".";
        return List.of(
                "Start the program with",
                "  " + connector + "rest-url=" + discord.restUrl(),
                "  " + connector + "gateway-url=" + discord.gatewayUrl(),
                "  " + connector + "egress-allow-loopback=true",
                "and the token " + discord.token(),
                "channel " + discord.channel().id() + ", thread " + thread.id() + ", direct "
                        + discord.direct(discord.user()).id());
    }

    void readFrom(BufferedReader in) throws IOException {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (!line.isBlank()) {
                say(line);
            }
        }
    }

    private void say(String line) {
        for (Map.Entry<String, Channel> place : places.entrySet()) {
            if (line.startsWith(place.getKey())) {
                discord.userSays(
                        place.getValue(),
                        discord.user(),
                        line.substring(place.getKey().length()));
                return;
            }
        }
        discord.userSays(discord.channel(), discord.user(), line);
    }

    private void print(Posted posted) {
        String place = places.entrySet().stream()
                .filter(entry -> entry.getValue().id().equals(posted.channelId()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
        out.println("< " + place + posted.content());
        posted.files().forEach(file -> out.println("< " + place + "[" + file.fileName() + "]"));
    }
}
