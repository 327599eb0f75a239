package io.palyra.connectors.cli;

import java.io.Console;
import java.util.Locale;
import picocli.CommandLine.Option;

/** Asks before something that cannot be taken back. */
final class Confirmation {

    @Option(names = "--yes", description = "Do it without asking.")
    private boolean yes;

    /** @throws CliException where nobody says yes, or nobody can be asked */
    void require(String question) {
        if (yes) {
            return;
        }
        Console console = System.console();
        if (console == null) {
            throw new CliException(
                    CliException.USAGE, question + " Nobody can be asked here; give --yes to say that it is meant");
        }
        String answer = console.readLine("%s [y/N] ", question);
        if (answer == null || !answer.strip().toLowerCase(Locale.ROOT).matches("y|yes")) {
            throw new CliException(CliException.FAILED, "nothing was done");
        }
    }

    boolean given() {
        return yes;
    }
}
