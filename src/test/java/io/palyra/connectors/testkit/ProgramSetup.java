package io.palyra.connectors.testkit;

import io.palyra.connectors.admin.AdminServer;
import io.palyra.connectors.fake.FastTime;
import io.palyra.connectors.fake.SettableClock;
import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.fake.slack.FakeSlack;
import io.palyra.connectors.fake.telegram.FakeTelegram;
import io.palyra.connectors.program.AdminServerStarter;
import io.palyra.connectors.program.ConnectorApplication;
import io.palyra.connectors.program.Surroundings;
import io.palyra.connectors.program.WorkingFolder;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.settings.SettingsLoader;
import io.palyra.connectors.store.StatementWatch;
import io.palyra.connectors.store.StoreUnderTest;
import io.palyra.connectors.store.WatchedStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * What a {@link ProgramUnderTest} is started with. Unless told otherwise: the machine's own time, a store that does not wait
 * for the disk, connectors that failed to start tried again after 100 ms, a free port, and {@code echo:default} as the
 * connector that the test is about.
 */
public final class ProgramSetup {

    /** Lanes are looked at every second. */
    private static final int LOOKS_FASTER = 20;

    /** A clock that a test moves must not end the lease of what is in hand meanwhile. */
    private static final String LEASE = "palyra.outbox.lease";

    private static final String LEASE_THAT_LASTS = "365d";

    private final Path folder;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private StoreUnderTest store = StoreUnderTest.ofPrograms();
    private Surroundings surroundings = Surroundings.real();
    private ConnectorId connector = ProgramUnderTest.ECHO;
    private Duration patience = Duration.ofSeconds(20);
    private Optional<Platform> platform = Optional.empty();
    private Optional<Function<ConnectorApplication, AdminServer>> admin = Optional.empty();

    private Preparation preparation = application -> {};

    ProgramSetup(Path folder) {
        this.folder = folder;
    }

    private Properties options() {
        Properties options = new Properties();
        options.putAll(store.settings(folder));
        options.putAll(Map.of("palyra.http.port", "0", "camel.routecontroller.backOffDelay", "100"));
        options.putAll(settings);
        return options;
    }

    /** On this database; the store is the folder's. */
    public ProgramSetup on(StoreUnderTest database) {
        store = database;
        return this;
    }

    /** They win over the file's, and over those that were given before. */
    public ProgramSetup settings(Map<String, String> more) {
        settings.putAll(more);
        return this;
    }

    /** @param more {@code key=value} */
    public ProgramSetup settings(String... more) {
        for (String setting : more) {
            String[] parts = setting.split("=", 2);
            settings.put(parts[0], parts[1]);
        }
        return this;
    }

    /** Routes of its own, which are watched while it runs. */
    public ProgramSetup routes(RoutesUnderTest routes) {
        return settings(routes.with(Map.of()));
    }

    /** The connector that the test is about. */
    public ProgramSetup about(ConnectorId id) {
        connector = id;
        return this;
    }

    /** It is about the connector that talks to this platform. */
    public ProgramSetup platform(Platform other) throws IOException {
        platform = Optional.of(other);
        return about(other.connectorId()).settings(other.settings(folder));
    }

    /** It is about {@code discord:ops}, which talks to this Discord. */
    public ProgramSetup discord(FakeDiscord discord) throws IOException {
        return platform(new LoopbackDiscord(LoopbackDiscord.OPS, discord));
    }

    /** It is about {@code slack:ops}, which talks to this Slack. */
    public ProgramSetup slack(FakeSlack slack) throws IOException {
        return platform(new LoopbackSlack(LoopbackSlack.OPS, slack));
    }

    /** With {@link LoopbackTelegram#OPS}. */
    public ProgramSetup telegram(FakeTelegram telegram) throws IOException {
        return platform(new LoopbackTelegram(LoopbackTelegram.OPS, telegram));
    }

    /** Its own time, timers or store. */
    public ProgramSetup surroundings(UnaryOperator<Surroundings> others) {
        surroundings = others.apply(surroundings);
        return this;
    }

    /** Its time is what this clock shows; what waits by a timer still waits by the machine's. Leases do not end by it. */
    public ProgramSetup clock(Clock clock) {
        settings.putIfAbsent(LEASE, LEASE_THAT_LASTS);
        return surroundings(before -> before.withClock(clock));
    }

    /** Its time passes so many times faster, timers included. */
    public ProgramSetup time(FastTime time) {
        return surroundings(before -> before.withClock(time).withTimers(time::timer));
    }

    /**
     * Its time stands still until the test moves the clock; what has become due by that is seen within 50 ms. Leases do not
     * end by it, so that the clock may be moved by any time while something is in hand.
     */
    public ProgramSetup time(SettableClock clock) {
        settings.putIfAbsent(LEASE, LEASE_THAT_LASTS);
        FastTime looks = new FastTime(LOOKS_FASTER);
        return surroundings(before -> before.withClock(clock).withTimers(looks::timer));
    }

    /** Its store asks before each statement of the one connection that writes. */
    public ProgramSetup store(StatementWatch writes) {
        return surroundings(before -> before.withStore(new WatchedStore(writes, new StatementWatch() {})));
    }

    /** How long a test waits for what has to happen. */
    public ProgramSetup patience(Duration atMost) {
        patience = atMost;
        return this;
    }

    /** With the admin API in front, as the program serves it. */
    public ProgramSetup admin() {
        return admin(AdminServerStarter::start);
    }

    /** @param starts answers a server that listens, and that stops before the program does */
    public ProgramSetup admin(Function<ConnectorApplication, AdminServer> starts) {
        admin = Optional.of(starts);
        return this;
    }

    /** What happens between the two halves of a start: the routes are read, and none of them runs. */
    public ProgramSetup prepared(Preparation then) {
        preparation = then;
        return this;
    }

    /** Between the two halves of a start. */
    @FunctionalInterface
    public interface Preparation {

        void accept(ConnectorApplication application) throws Exception;
    }

    /** Starts, and waits until the platform has a session of the connector. */
    public ProgramUnderTest start() throws Exception {
        ProgramUnderTest program = startAnyway();
        try {
            program.awaitConnected();
            return program;
        } catch (RuntimeException | Error e) {
            program.close();
            throw e;
        }
    }

    /** Starts, whatever becomes of the session. */
    public ProgramUnderTest startAnyway() throws Exception {
        ProgramUnderTest program = new ProgramUnderTest(this);
        program.startAgain();
        return program;
    }

    ConnectorId connector() {
        return connector;
    }

    Duration patience() {
        return patience;
    }

    Optional<Platform> platform() {
        return platform;
    }

    /** These instead of what was given before; what every program has stays. */
    void settingsInstead(String... others) {
        settings.clear();
        settings(others);
    }

    ConnectorApplication open() throws Exception {
        Properties options = options();
        ConnectorApplication application = new ConnectorApplication(
                SettingsLoader.load(
                        Optional.of(Path.of("application.properties")),
                        Map.of(),
                        options,
                        WorkingFolder.connectorKinds()),
                surroundings.withOptions(options));
        application.prepare();
        preparation.accept(application);
        application.start();
        return application;
    }

    Optional<AdminServer> serve(ConnectorApplication application) {
        return admin.map(starts -> starts.apply(application));
    }
}
