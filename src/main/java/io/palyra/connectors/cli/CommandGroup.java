package io.palyra.connectors.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that only has commands under it: by itself it says which. */
abstract class CommandGroup implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public final void run() {
        throw new ParameterException(
                spec.commandLine(),
                "name a command, one of " + String.join(", ", spec.subcommands().keySet()));
    }
}
