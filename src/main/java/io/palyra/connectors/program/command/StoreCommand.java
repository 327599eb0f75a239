package io.palyra.connectors.program.command;

import io.palyra.connectors.program.WorkingFolder;
import io.palyra.connectors.settings.SecretReference;
import io.palyra.connectors.settings.Settings;
import io.palyra.connectors.store.PostgresDatabase;
import io.palyra.connectors.store.StoreFiles;
import io.palyra.connectors.store.StoreReport;
import io.palyra.connectors.store.StoreTransfer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What is done to the store past the program. */
@Command(
        name = "store",
        description = "Back up or check the store, while the program runs or stands still; copy one into PostgreSQL.",
        mixinStandardHelpOptions = true,
        subcommands = {StoreBackupCommand.class, StoreCheckCommand.class, StoreCopyCommand.class})
public final class StoreCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: backup, check or copy");
    }

    /** The store that the settings name, found as the program finds it. */
    static StoreFiles file() {
        return StoreFiles.at(settings().store().url());
    }

    /** @param full of a file: also compares every index with its table */
    static StoreReport check(boolean full) throws IOException {
        Settings.Store store = settings().store();
        return store.isPostgres()
                ? database(WorkingFolder.withPassword(store)).check()
                : StoreFiles.at(store.url()).check(full);
    }

    /** Into the database that the settings name; empty where they name a file. */
    static Optional<StoreTransfer> transfer(Path file) {
        Settings.Store store = settings().store();
        if (!store.isPostgres()) {
            return Optional.empty();
        }
        Settings.Store resolved = WorkingFolder.withPassword(store);
        return Optional.of(new StoreTransfer(
                file,
                resolved.url(),
                resolved.username().orElse(null),
                resolved.password().map(SecretReference::text).orElse(null)));
    }

    private static PostgresDatabase database(Settings.Store store) {
        return PostgresDatabase.at(
                store.url(),
                store.username().orElse(null),
                store.password().map(SecretReference::text).orElse(null));
    }

    private static Settings settings() {
        // They may declare connectors of ext/
        WorkingFolder.extensions();
        return WorkingFolder.settings(Map.of());
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
