package io.palyra.connectors.program.command;

import io.palyra.connectors.cli.RoutesListCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Route files, whether the program runs or not, and what a running program has loaded. */
@Command(
        name = "routes",
        description = "Look at the routes that are loaded, and try route files.",
        mixinStandardHelpOptions = true,
        subcommands = {RoutesListCommand.class, RoutesCheckCommand.class})
public final class RoutesCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: list or check");
    }
}
