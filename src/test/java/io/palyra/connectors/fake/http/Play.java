package io.palyra.connectors.fake.http;

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
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A platform to play with, and the real program in it. What stands on standard input a user says: in a channel, or, after
 * the name of a place, there; what the bot posts is printed on standard output. Ends with the input, once all is answered.
 *
 * <p>The store is a temporary one. Settings of the program: as {@code -D} options.
 *
 * @param <C> where something is said
 */
public abstract class Play<C> {

    private static final Duration CONNECT_WAIT = Duration.ofSeconds(30);
    private static final Duration ANSWERS_WAIT = Duration.ofSeconds(10);
    private static final long POLL_MS = 20;
    private static final String HELP = "/help";

    private final String platform;
    private final Map<String, C> places;
    private final C elsewhere;
    private final PrintStream out;
    private int said;

    /**
     * @param platform part of the names of its settings
     * @param places by what a line for them begins with
     * @param elsewhere where all other lines are said
     */
    protected Play(String platform, Map<String, C> places, C elsewhere, PrintStream out) {
        this.platform = platform;
        this.places = Map.copyOf(places);
        this.elsewhere = elsewhere;
        this.out = out;
    }

    /**
     * What the instance needs to find the platform, by the names of its options.
     *
     * @param folder for secrets
     */
    protected abstract Map<String, String> options(Path folder) throws IOException;

    /** The name of a channel, for who wants to call the API. */
    protected abstract String id(C place);

    protected abstract void say(C place, String text);

    protected abstract boolean isConnected();

    /** How many messages the bot has posted. */
    protected abstract int posted();

    protected abstract void closePlatform() throws Exception;

    /** Starts the program, and talks to it until the end of standard input. */
    public final void run() throws Exception {
        Path folder = Files.createTempDirectory("play-" + platform);
        ConnectorApplication program = program(folder);
        Thread interrupted = new Thread(() -> end(program, folder), "play-stop");
        Runtime.getRuntime().addShutdownHook(interrupted);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
        program.onStarted(started -> tellOfTheApi(AdminServerStarter.start(started)));
        program.start();
        await(this::isConnected, CONNECT_WAIT);
        help();
        readFrom(in);
        await(() -> posted() >= said, ANSWERS_WAIT);
        Runtime.getRuntime().removeShutdownHook(interrupted);
        end(program, folder);
    }

    private void tellOfTheApi(AdminServer server) {
        System.err.printf(
                "Channel %s, admin API http://127.0.0.1:%d/admin/v1/channels/%s:default%n",
                id(elsewhere), server.port(), platform);
    }

    private void end(ConnectorApplication program, Path folder) {
        try {
            program.close();
            closePlatform();
            delete(folder);
        } catch (Exception e) {
            System.err.println("not stopped cleanly: " + e);
        }
    }

    private ConnectorApplication program(Path folder) throws IOException {
        Map<String, String> settings = new HashMap<>();
        settings.put("palyra.store.url", "jdbc:sqlite:" + folder.resolve("store.db"));
        Map<String, String> options = new HashMap<>(options(folder));
        options.put("enabled", "true");
        options.put("egress-allow-loopback", "true");
        options.put("access-dm", "open");
        options.put("access-groups", "all");
        options.forEach((name, value) -> settings.put("palyra.connectors." + platform + ".default." + name, value));
        return new ConnectorApplication(WorkingFolder.settings(settings));
    }

    /** Writes a secret to a file, and says where it is in the way of settings. */
    protected static String secret(Path folder, String name, String secret) throws IOException {
        return "{{file:" + Files.writeString(folder.resolve(name), secret) + "}}";
    }

    private static void await(BooleanSupplier reached, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (!reached.getAsBoolean() && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(POLL_MS));
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    public final void readFrom(BufferedReader in) throws IOException {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.strip().equals(HELP)) {
                help();
            } else if (!line.isBlank()) {
                say(line);
                said++;
            }
        }
    }

    private void help() {
        String commands = places.keySet().stream()
                .sorted()
                .map(place -> place.strip() + " LINE")
                .collect(Collectors.joining(" or "));
        System.err.println("Type a LINE to say it in the channel, " + commands + " to say it there. What the bot posts"
                + " begins with <. " + HELP + " shows this again, Ctrl-D ends.");
    }

    private void say(String line) {
        for (Map.Entry<String, C> place : places.entrySet()) {
            if (line.startsWith(place.getKey())) {
                say(place.getValue(), line.substring(place.getKey().length()));
                return;
            }
        }
        say(elsewhere, line);
    }

    /**
     * What the bot has posted.
     *
     * @param isThere which of the places it was posted to
     */
    protected final void print(Predicate<C> isThere, String text, List<String> files) {
        String place = places.entrySet().stream()
                .filter(entry -> isThere.test(entry.getValue()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
        out.println("< " + place + text);
        files.forEach(file -> out.println("< " + place + "[" + file + "]"));
    }
}
