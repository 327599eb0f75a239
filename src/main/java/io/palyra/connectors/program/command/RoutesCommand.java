package io.palyra.connectors.program.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Works on route files, whether the program runs or not. */
@Command(
        name = "routes",
        description = "Work on route files.",
        mixinStandardHelpOptions = true,
        subcommands = RoutesCheckCommand.class)
public final class RoutesCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: check");
    }
}
