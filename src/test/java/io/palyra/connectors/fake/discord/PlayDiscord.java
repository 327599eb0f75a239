package io.palyra.connectors.fake.discord;

import io.palyra.connectors.admin.AdminServer;
import io.palyra.connectors.program.AdminServerStarter;
import io.palyra.connectors.program.ConnectorApplication;
import io.palyra.connectors.program.WorkingFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A Discord to play with, and the real program in it: one guild, one channel, one thread, one direct conversation. What
 * stands on standard input a user says in the channel, {@code /dm text} in the direct conversation, {@code /thread text}
 * in the thread; what the bot posts is printed on standard output. Ends with the input, once all is answered.
 *
 * <p>The store is a temporary one. Settings of the program: as {@code -D} options.
 */
public final class PlayDiscord {

    private static final Duration CONNECT_WAIT = Duration.ofSeconds(30);
    private static final Duration ANSWERS_WAIT = Duration.ofSeconds(10);
    private static final long POLL_MS = 20;

    private final FakeDiscord discord;
    private final PrintStream out;
    private final Map<String, Channel> places;
    private int said;

    PlayDiscord(FakeDiscord discord, PrintStream out) {
        this.discord = discord;
        this.out = out;
        places = Map.of(
                "/dm ", discord.direct(discord.user()),
                "/thread ", discord.addThread(discord.channel(), "thread"));
        discord.ledger().onAccepted(this::print);
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("play-discord");
        FakeDiscord discord = FakeDiscord.start();
        ConnectorApplication program = program(discord, folder);
        Thread interrupted = new Thread(() -> end(program, discord, folder), "play-stop");
        Runtime.getRuntime().addShutdownHook(interrupted);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
        PlayDiscord play = new PlayDiscord(discord, System.out);
        program.onStarted(started -> tellOfTheApi(AdminServerStarter.start(started), discord));
        program.start();
        await(() -> discord.gateway().connected() > 0, CONNECT_WAIT);
        System.err.println("Type a line, or /thread line, or /dm line. Ctrl-D ends.");
        play.readFrom(in);
        await(() -> discord.ledger().accepted().size() >= play.said, ANSWERS_WAIT);
        Runtime.getRuntime().removeShutdownHook(interrupted);
        end(program, discord, folder);
    }

    private static void tellOfTheApi(AdminServer server, FakeDiscord discord) {
        System.err.printf(
                "Channel %s, admin API http://127.0.0.1:%d/admin/v1/channels/discord:default%n",
                discord.channel().id(), server.port());
    }

    private static void end(ConnectorApplication program, FakeDiscord discord, Path folder) {
        try {
            program.close();
            discord.close();
            delete(folder);
        } catch (Exception e) {
            System.err.println("not stopped cleanly: " + e);
        }
    }

    private static ConnectorApplication program(FakeDiscord discord, Path folder) throws IOException {
        Path token = Files.writeString(folder.resolve("token"), discord.token());
        String connector = "palyra.connectors.discord.default.";
        return new ConnectorApplication(WorkingFolder.settings(Map.of(
                "palyra.store.url",
                "jdbc:sqlite:" + folder.resolve("store.db"),
                connector + "enabled",
                "true",
                connector + "token",
                "{{file:" + token + "}}",
                connector + "rest-url",
                discord.restUrl(),
                connector + "gateway-url",
                discord.gatewayUrl(),
                connector + "egress-allow-loopback",
                "true",
                connector + "access-dm",
                "open",
                connector + "access-groups",
                "all")));
    }

    private static void await(BooleanSupplier reached, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (!reached.getAsBoolean() && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(POLL_MS));
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    void readFrom(BufferedReader in) throws IOException {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (!line.isBlank()) {
                say(line);
                said++;
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
