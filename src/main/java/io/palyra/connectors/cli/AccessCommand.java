package io.palyra.connectors.cli;

import picocli.CommandLine.Command;

/** Everything about who may talk to the daemon. */
@Command(
        name = "access",
        description = "See who may talk to the daemon, let people in, and keep them out.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: palyra-connectors access show discord:ops"},
        subcommands = {
            AccessViews.Show.class,
            AccessCommands.Approve.class,
            AccessCommands.Deny.class,
            AccessCommands.Code.class,
            AccessCommands.Revoke.class,
            AccessViews.Preview.class,
            AccessRulesCommand.class
        })
public final class AccessCommand extends CommandGroup {}
