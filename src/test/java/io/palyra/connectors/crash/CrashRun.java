package io.palyra.connectors.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.fake.Feed;
import io.palyra.connectors.fake.LedgerConnector;
import io.palyra.connectors.fake.LedgerDaemon;
import io.palyra.connectors.fake.SyncedLines;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.store.StoreRows;
import io.palyra.connectors.store.StoreUnderTest;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * One life of the program that ends at a point, and the next one, which finishes what is left. Platform and daemon keep
 * their files in the same folder, outside the store.
 */
final class CrashRun {

    private static final long HALT_PATIENCE_S = 90;
    private static final Duration SETTLE_PATIENCE = Duration.ofSeconds(30);

    /** One in the midst of others, and the last one: it waits when nothing else is left to do, and is claimed alone. */
    private static final Set<Integer> REFUSED_AT_FIRST = Set.of(4, 6);

    private final Path folder;
    private final Map<String, String> settings = new HashMap<>();
    private final StoreUnderTest database;
    private final Path inbound;
    private final Path outgoing;

    CrashRun(Path folder) {
        this(folder, StoreUnderTest.ofPrograms());
    }

    CrashRun(Path folder, StoreUnderTest database) {
        this.folder = folder;
        this.database = database;
        inbound = folder.resolve("inbound.txt");
        outgoing = folder.resolve("outgoing.txt");
        settings.put("palyra.connectors.ledger.default.file", platform().toString());
        settings.put("palyra.connectors.ledger.default.feed", inbound.toString());
        settings.put("palyra.daemon.endpoint", "class:" + LedgerDaemon.class.getName() + "?bean.file=" + daemon());
        settings.put("camel.main.routesReloadEnabled", "false");
    }

    private Path platform() {
        return folder.resolve("platform.txt");
    }

    private Path daemon() {
        return folder.resolve("daemon.txt");
    }

    CrashRun with(String setting, String value) {
        settings.put(setting, value);
        return this;
    }

    /** What happens on the platform: messages number {@code from} to {@code to} of two conversations. */
    CrashRun receive(int from, int to) throws IOException {
        try (SyncedLines lines = new SyncedLines(inbound)) {
            for (int number = from; number <= to; number++) {
                lines.add(
                        "a",
                        "a-" + number,
                        "text " + number + (REFUSED_AT_FIRST.contains(number) ? " [busy-once]" : ""));
                lines.add("b", "b-" + number, "text " + number);
            }
        }
        return this;
    }

    /** What a client puts into the outbox. */
    CrashRun send(int from, int to) throws IOException {
        try (SyncedLines lines = new SyncedLines(outgoing)) {
            for (int number = from; number <= to; number++) {
                lines.add("o", "o-" + number, "text " + number);
            }
        }
        return this;
    }

    /** As the other one; the program comes to a point that is no one's of {@link CrashPoint}. */
    AtDeath halt(String pattern) throws Exception {
        return halt(pattern, Map.of());
    }

    /** Runs in a process of its own until it comes to the point, and answers what it left. */
    AtDeath halt(CrashPoint point, Map<String, String> options) throws Exception {
        Map<String, String> all = new HashMap<>(options);
        all.put("crash.after", point.after());
        return halt(point.pattern(), all);
    }

    private AtDeath halt(String pattern, Map<String, String> options) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Dlog.level=warn",
                "-Dlog.root=warn",
                "-Dcrash.outgoing=" + outgoing,
                "-Dcrash.point=" + pattern));
        database.settings(folder).forEach((key, value) -> command.add("-D" + key + "=" + value));
        settings.forEach((key, value) -> command.add("-D" + key + "=" + value));
        options.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.addAll(WarmStart.options());
        command.add(HaltingProgram.class.getName());
        File log = folder.resolve("program.log").toFile();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        try {
            boolean ended = process.waitFor(HALT_PATIENCE_S, TimeUnit.SECONDS);
            assertThat(ended ? process.exitValue() : -1)
                    .as("%s is reached; the program said: %s", pattern, Files.readString(log.toPath()))
                    .isEqualTo(HaltingProgram.HALTED);
        } finally {
            process.destroyForcibly().waitFor();
        }
        return new AtDeath(
                StoreRows.read(database, folder), Feed.taken(inbound), Feed.taken(outgoing), Ledger.read(platform()));
    }

    /**
     * Runs in this process until everything is settled.
     *
     * @return the envelopes about which an operator had to decide
     */
    List<String> finish() throws Exception {
        Set<String> decided = new TreeSet<>();
        try (ProgramUnderTest program = ProgramUnderTest.in(folder)
                        .on(database)
                        .settings(settings)
                        .start();
                Feed client = OutboxClient.of(outgoing, program.program())) {
            client.start();
            await("everything settled")
                    .atMost(SETTLE_PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> {
                        decided.addAll(decideUnknown(program));
                        return isDone(inbound)
                                && isDone(outgoing)
                                && StoreRows.read(database, folder).isSettled();
                    });
        }
        return List.copyOf(decided);
    }

    private static boolean isDone(Path feed) throws IOException {
        return Feed.taken(feed).size() == Feed.entries(feed).size();
    }

    /** The operator looks at the platform: what is there is let go, what is not is sent again. */
    private List<String> decideUnknown(ProgramUnderTest program) throws IOException, SQLException {
        Ledger taken = Ledger.read(platform());
        List<String> unresolved = StoreRows.read(database, folder).unresolved();
        for (String envelopeId : unresolved) {
            if (taken.of(envelopeId).isEmpty()) {
                program.program().unknownOutcomes().resend(LedgerConnector.DEFAULT, new EnvelopeId(envelopeId));
            } else {
                program.program().unknownOutcomes().discard(LedgerConnector.DEFAULT, new EnvelopeId(envelopeId));
            }
        }
        return unresolved;
    }

    /** Runs to the point, then until everything is settled. */
    CrashEvidence evidenceOf(CrashPoint point, Map<String, String> options) throws Exception {
        AtDeath atDeath = halt(point, options);
        finish();
        return evidence(atDeath);
    }

    CrashEvidence evidence(AtDeath atDeath) throws IOException, SQLException {
        return new CrashEvidence(
                Feed.entries(inbound),
                Feed.entries(outgoing),
                atDeath,
                StoreRows.read(database, folder),
                Ledger.read(platform()),
                SyncedLines.read(daemon()).stream().map(cells -> cells.get(1)).toList());
    }

    /**
     * What was there when the program had died.
     *
     * @param admitted envelopes that the platform's cursor was past
     * @param enqueued envelopes that a client was told are accepted
     */
    record AtDeath(StoreRows store, List<String> admitted, List<String> enqueued, Ledger platform) {}
}
