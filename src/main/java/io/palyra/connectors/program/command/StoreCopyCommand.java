package io.palyra.connectors.program.command;

import io.palyra.connectors.cli.ClientOptions;
import io.palyra.connectors.program.ProgramStartException;
import io.palyra.connectors.protocol.WireFormat;
import io.palyra.connectors.store.StoreTransfer;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The way from a file to a database. */
@Command(
        name = "copy",
        description = {
            "Copy a SQLite store into the empty PostgreSQL database that the settings name, all of it or nothing.",
            "No program may have either of them open. The file stays as it is."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:every table was copied and counted", "1:nothing was copied", "2:wrong usage"},
        footer = {"", "Example: palyra-connectors store copy data/palyra-connectors.db"})
final class StoreCopyCommand implements Callable<Integer> {

    private static final long TOLD_EVERY = 100_000;

    @Parameters(paramLabel = "FILE", description = "The SQLite store.")
    private Path file = Path.of("");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        StoreTransfer transfer = StoreCommand.transfer(file)
                .orElseThrow(() -> new ProgramStartException(
                        "palyra.store.url: the settings name a SQLite store; name the PostgreSQL database that is to be"
                                + " filled: jdbc:postgresql://host:5432/database"));
        print(transfer.copy(this::tell));
        spec.commandLine()
                .getErr()
                .println("Put " + file
                        + " away, as a program that starts on it would send again what is open; then start on"
                        + " the database.");
        spec.commandLine().getErr().flush();
        return 0;
    }

    private void print(List<StoreTransfer.Progress> tables) {
        PrintWriter out = spec.commandLine().getOut();
        if (ClientOptions.of(spec).json()) {
            out.println(WireFormat.write(Map.of("tables", tables)));
        } else {
            tables.forEach(table -> out.printf("%-24s %10d rows%n", table.table(), table.rows()));
        }
        out.flush();
    }

    private void tell(StoreTransfer.Progress progress) {
        if (progress.rows() > 0 && progress.rows() % TOLD_EVERY == 0) {
            spec.commandLine().getErr().println(progress.table() + ": " + progress.rows() + " rows");
            spec.commandLine().getErr().flush();
        }
    }
}
