package io.palyra.connectors.program.command;

import io.palyra.connectors.program.WorkingFolder;
import io.palyra.connectors.store.StoreFiles;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What is done to the store's file; the program may run meanwhile. */
@Command(
        name = "store",
        description = "Back up or check the store, while the program runs or stands still.",
        mixinStandardHelpOptions = true,
        subcommands = {StoreBackupCommand.class, StoreCheckCommand.class})
public final class StoreCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: backup or check");
    }

    /** The store that the settings name, found as the program finds it. */
    static StoreFiles open() {
        // The settings may declare connectors of ext/
        WorkingFolder.extensions();
        return StoreFiles.at(WorkingFolder.settings(Map.of()).store().url());
    }

    /** With a unit that keeps it to a few digits. */
    static String size(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        int exponent = Math.min((63 - Long.numberOfLeadingZeros(bytes)) / 10, 4);
        return "%.1f %siB".formatted(bytes / Math.pow(1024, exponent), " KMGT".charAt(exponent));
    }
}
