package io.palyra.connectors.program.command;

import io.palyra.connectors.cli.ClientOptions;
import io.palyra.connectors.program.ConnectorApplication;
import io.palyra.connectors.program.ConnectorProgram;
import io.palyra.connectors.program.ProgramStartException;
import io.palyra.connectors.program.TemporaryFolder;
import io.palyra.connectors.program.WorkingFolder;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.WireFormat;
import io.palyra.connectors.simulate.EventFile;
import io.palyra.connectors.simulate.Simulation;
import io.palyra.connectors.simulate.SimulationSummary;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Replays a file of inbound events on a store that is thrown away. Opens no port, starts no other connector, and of the routes only
 * the core stages and what they call in this process. */
@Command(
        name = "simulate",
        description = "Replay inbound events from a file through a connector and tell what became of them.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: palyra-connectors simulate events.jsonl --json"})
public final class SimulateCommand implements Callable<Integer> {

    private static final int REFUSALS_MAX = 100;

    @Parameters(
            paramLabel = "FILE",
            description = "InboundMessageEvents: a JSON array, or one JSON object in each line.")
    private Path file = Path.of("");

    @Option(
            names = "--wait-ms",
            defaultValue = "60000",
            description = "End where nothing more has settled for so long, and tell what is pending; default"
                    + " ${DEFAULT-VALUE}.")
    private long waitMs;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new ProgramStartException("FILE: " + file + " cannot be read; name a file of inbound events");
        }
        EventFile events = read();
        for (EventFile.BadLine bad : events.badLines()) {
            err().println(file + ":" + bad.line() + ": " + bad.reason());
        }
        SimulationSummary summary = simulate(events);
        print(summary);
        boolean complete =
                events.badLines().isEmpty() && summary.ingests().stream().allMatch(SimulationSummary.Ingest::accepted);
        return complete ? 0 : 1;
    }

    private EventFile read() throws IOException {
        try {
            return EventFile.read(file);
        } catch (CharacterCodingException e) {
            throw new ProgramStartException("FILE: " + file + " is not UTF-8 text; save it as UTF-8");
        }
    }

    private SimulationSummary simulate(EventFile file) throws Exception {
        Set<ConnectorId> connectors = new TreeSet<>(Comparator.comparing(ConnectorId::value));
        file.events().stream().map(InboundMessageEvent::connectorId).forEach(connectors::add);
        WorkingFolder.extensions().findings().forEach(finding -> err().println(finding));
        try (TemporaryFolder folder = TemporaryFolder.create("palyra-simulate-");
                ConnectorApplication application = ConnectorApplication.forSimulation(
                        WorkingFolder.settings(folder.storeSettings()), connectors)) {
            application.start();
            tellLeftOut(application.leftOut());
            ConnectorProgram program = application.program();
            Progress progress = new Progress(err(), file.events().size());
            SimulationSummary summary = new Simulation(
                            program.supervision(), program.inboxStore(), program.outboxStore())
                    .run(file.events(), Duration.ofMillis(waitMs), progress::admitted, progress::open);
            progress.done(summary);
            return summary;
        }
    }

    private void tellLeftOut(Set<String> routes) {
        if (!routes.isEmpty()) {
            err().println("left out, as they have inputs of their own or nobody here calls them: "
                    + String.join(", ", routes));
        }
    }

    private void print(SimulationSummary summary) {
        PrintWriter out = spec.commandLine().getOut();
        if (ClientOptions.of(spec).json()) {
            out.println(WireFormat.write(summary));
            refused(summary)
                    .forEach(ingest -> err().println(ingest.envelopeId() + ": not accepted: " + ingest.reason()));
            return;
        }
        new SimulationReport(out).print(summary);
    }

    private static Stream<SimulationSummary.Ingest> refused(SimulationSummary summary) {
        return summary.ingests().stream().filter(ingest -> !ingest.accepted()).limit(REFUSALS_MAX);
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** Says on standard error how far it is, at most once a second and only once it takes longer than that. */
    private static final class Progress {

        private static final long INTERVAL_NS = 1_000_000_000L;

        private final PrintWriter err;
        private final int total;
        private long last = System.nanoTime();
        private boolean shown;

        Progress(PrintWriter err, int total) {
            this.err = err;
            this.total = total;
        }

        void admitted(long count) {
            show(count + " of " + total + " events admitted");
        }

        void open(long left) {
            show("not settled yet: " + left);
        }

        private void show(String text) {
            long now = System.nanoTime();
            if (now - last >= INTERVAL_NS) {
                last = now;
                shown = true;
                err.println(text);
                err.flush();
            }
        }

        void done(SimulationSummary summary) {
            if (summary.timeUp()) {
                err.println("nothing more has settled for a while; pending: " + summary.inboundPending() + " inbound, "
                        + summary.queuePending() + " outbound. --wait-ms waits longer");
            } else if (shown) {
                err.println("all settled");
            }
            err.flush();
        }
    }
}
