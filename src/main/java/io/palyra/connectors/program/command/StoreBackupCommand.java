package io.palyra.connectors.program.command;

import io.palyra.connectors.cli.ClientOptions;
import io.palyra.connectors.program.ProgramStartException;
import io.palyra.connectors.protocol.WireFormat;
import io.palyra.connectors.store.StoreCopy;
import io.palyra.connectors.store.StoreFiles;
import java.io.File;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Copies the store into a file, while the program runs or stands still. */
@Command(
        name = "backup",
        description = "Copy a SQLite store into a file and verify the copy. The program may run meanwhile.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:FILE is a verified backup", "1:no backup was made", "2:wrong usage, or FILE exists"},
        footer = {"", "Example: palyra-connectors store backup /backup/connectors-$(date +%%F).db"})
final class StoreBackupCommand implements Callable<Integer> {

    private static final int EXISTS = 2;

    @Parameters(paramLabel = "FILE", description = "Where the copy goes; it grows as FILE.tmp until it is complete.")
    private Path file = Path.of("");

    @Option(names = "--force", description = "Replace FILE when it exists.")
    private boolean force;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        StoreFiles store = StoreCommand.file();
        ScheduledExecutorService progress =
                showProgress(StoreFiles.inProgress(file).toFile());
        try {
            print(store.backup(file, force));
            return 0;
        } catch (FileAlreadyExistsException e) {
            err().println("backup: FILE: " + e.getFile() + " exists; name another file, or replace it with --force");
            return EXISTS;
        } catch (FileSystemException e) {
            throw new ProgramStartException(
                    "FILE: " + e.getFile() + " cannot be written: "
                            + e.getClass().getSimpleName().replace("Exception", ""),
                    e);
        } finally {
            progress.shutdownNow();
        }
    }

    /** Once a second, once it takes longer than that. */
    private ScheduledExecutorService showProgress(File growing) {
        ScheduledExecutorService progress = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "palyra-backup-progress");
            thread.setDaemon(true);
            return thread;
        });
        var unused = progress.scheduleAtFixedRate(
                () -> {
                    err().println(StoreCommand.size(growing.length()) + " written");
                    err().flush();
                },
                1,
                1,
                TimeUnit.SECONDS);
        return progress;
    }

    private void print(StoreCopy copy) {
        PrintWriter out = spec.commandLine().getOut();
        if (ClientOptions.of(spec).json()) {
            out.println(WireFormat.write(copy));
        } else {
            copy.tables()
                    .forEach(table -> out.printf(
                            "%-24s %10d rows %12s%n", table.name(), table.rows(), StoreCommand.size(table.bytes())));
            out.printf(
                    "%s: %s, schema %s, verified%n",
                    copy.file(), StoreCommand.size(copy.bytes()), copy.schemaVersion());
        }
        out.flush();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
