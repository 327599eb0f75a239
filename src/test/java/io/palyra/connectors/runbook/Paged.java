package io.palyra.connectors.runbook;

import io.palyra.connectors.store.DamagedPages;
import io.palyra.connectors.store.StoreFiles;
import io.palyra.connectors.store.StoreUnderTest;
import io.palyra.connectors.testkit.ProgramSetup;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: whoever is paged finds and fixes each incident of the runbook with the commands that stand there. Method: the real
 * program gets into the incident, and the commands are read from the page, typed, and compared with what the page says.
 */
abstract class Paged {

    @TempDir
    private Path folder;

    private StoreUnderTest database = StoreUnderTest.ofPrograms();
    private RunbookPage.Incident incident;

    @BeforeEach
    void read(TestInfo test) throws Exception {
        incident = RunbookPage.read()
                .incident(test.getTestMethod()
                        .orElseThrow()
                        .getAnnotation(Tries.class)
                        .value());
    }

    Path folder() {
        return folder;
    }

    RunbookPage.Incident incident() {
        return incident;
    }

    StoreUnderTest database() {
        return database;
    }

    void on(StoreUnderTest other) {
        database = other;
    }

    /** The program, and its admin API for somebody who has been called to it. */
    ProgramSetup paged() {
        return ProgramUnderTest.in(folder).on(database).admin();
    }

    Operator operator(ProgramUnderTest program) {
        return new Operator(program.port(), database.settings(folder));
    }

    /** What befalls the file of a store while the program runs. */
    @FunctionalInterface
    interface Harm {
        void befalls(Path store, ProgramUnderTest program) throws Exception;
    }

    /** An incident of a store's file: it is found while the program runs, and a backup is put in its place. */
    void harmed(Harm harm) throws Exception {
        on(StoreUnderTest.SQLITE);
        String url = database.settings(folder).getOrDefault("palyra.store.url", "");
        Path store = Path.of(url.replaceFirst("^jdbc:sqlite:", ""));
        Path backup = folder.resolve("backup.db");
        // Its end brings what is in the log into the file
        paged().start().close();
        StoreFiles.at(url).backup(backup, false);
        try (ProgramUnderTest program = paged().start()) {
            harm.befalls(store, program);

            operator(program).type(incident.find());
        }
        DamagedPages.restore(store, backup);
        try (ProgramUnderTest program = paged().start()) {
            operator(program).type(incident.fix());
        }
    }

    static String send(String connector, String conversation, String envelope) {
        return send(connector, conversation, envelope, "hello");
    }

    static String send(String connector, String conversation, String envelope, String text) {
        return "palyra-connectors message send " + connector + " --conversation-id " + conversation + " --envelope-id "
                + envelope + " --text " + text;
    }
}
