package io.palyra.connectors.program.command;

import io.palyra.connectors.cli.ClientOptions;
import io.palyra.connectors.protocol.WireFormat;
import io.palyra.connectors.store.DatabaseReport;
import io.palyra.connectors.store.FileReport;
import io.palyra.connectors.store.StoreReport;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Reads the store through and says what is in it and whether it is sound. Changes nothing. */
@Command(
        name = "check",
        description = "Check the store and tell what is in it. Changes nothing.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:the store is sound", "1:it is not, or cannot be read", "2:wrong usage"})
final class StoreCheckCommand implements Callable<Integer> {

    /** The other nine lines say how it is. */
    private static final int PROBLEMS_SHOWN = 1;

    @Option(
            names = "--full",
            description = "Of a SQLite store: also compare every index with its table; takes several times as long.")
    private boolean full;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        StoreReport report = StoreCommand.check(full);
        PrintWriter out = spec.commandLine().getOut();
        if (ClientOptions.of(spec).json()) {
            out.println(WireFormat.write(report));
        } else {
            print(out, report);
        }
        out.flush();
        return report.sound() ? 0 : 1;
    }

    private void print(PrintWriter out, StoreReport report) {
        if (report instanceof FileReport file) {
            printFile(out, file);
        } else if (report instanceof DatabaseReport database) {
            printDatabase(out, database);
        }
    }

    private void printFile(PrintWriter out, FileReport report) {
        out.printf("store    %s%n", report.file());
        printContent(out, report);
        out.printf(
                "size     %s, write-ahead log %s%n",
                StoreCommand.size(report.fileBytes()), StoreCommand.size(report.walBytes()));
        out.printf(
                "free     %s in the file, %s on the disk%n",
                StoreCommand.size(report.freeBytes()), StoreCommand.size(report.diskFreeBytes()));
        printProblems(out, report.problems());
        out.println(
                report.sound()
                        ? full ? "sound: every page, index and reference" : "sound (--full also compares the indexes)"
                        : "NOT SOUND: do what the problems name, or stop the program and restore a backup (Restore in docs/deploy)");
    }

    /** SQLite tells a hundred where one page is damaged. */
    private static void printProblems(PrintWriter out, List<String> problems) {
        problems.stream().limit(PROBLEMS_SHOWN).forEach(problem -> out.printf("problem  %s%n", problem));
        if (problems.size() > PROBLEMS_SHOWN) {
            out.printf("         and %d more: --json tells them%n", problems.size() - PROBLEMS_SHOWN);
        }
    }

    private static void printDatabase(PrintWriter out, DatabaseReport report) {
        out.printf("store    %s, schema %s%n", report.database(), report.schema());
        printContent(out, report);
        out.printf("server   PostgreSQL %s%n", report.serverVersion());
        out.printf("size     %s, the whole database%n", StoreCommand.size(report.databaseBytes()));
        report.tables()
                .forEach(table -> out.printf(
                        "         %-24s %12s%s%n",
                        table.name(),
                        StoreCommand.size(table.bytes()),
                        table.rows() == null ? "" : ", about %d rows".formatted(table.rows())));
        report.problems().forEach(problem -> out.printf("problem  %s%n", problem));
        out.println(
                report.sound()
                        ? "sound: readable, and of a version that this program can start on; pages and indexes are checked by"
                                + " the server's pg_amcheck (PostgreSQL 14 and later)"
                        : "NOT SOUND: put right what the problems name, or restore a backup");
    }

    private static void printContent(PrintWriter out, StoreReport report) {
        out.printf("schema   %s%n", schema(report));
        out.printf("inbound  %s%n", counts(report.inbound()));
        out.printf("outbox   %s%n", counts(report.outbox()));
        out.printf("dead     %s%n", counts(report.deadLetters()));
    }

    private static String schema(StoreReport report) {
        String stored = report.schemaVersion();
        if (stored == null) {
            return report.hasNoSchema() ? "none of this program" : "cannot be read";
        }
        return stored.equals(report.programSchemaVersion())
                ? stored
                : stored + ", this program's is " + report.programSchemaVersion();
    }

    private static String counts(@Nullable Map<String, Long> counts) {
        if (counts == null) {
            return "cannot be counted";
        }
        return counts.isEmpty()
                ? "none"
                : counts.entrySet().stream()
                        .map(entry -> entry.getValue() + " " + entry.getKey())
                        .collect(Collectors.joining(", "));
    }
}
