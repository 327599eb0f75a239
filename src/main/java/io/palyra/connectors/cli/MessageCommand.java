package io.palyra.connectors.cli;

import picocli.CommandLine.Command;

/** Everything about single messages. */
@Command(
        name = "message",
        description = "Send messages, see what became of them, and work with those on the platform.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: palyra-connectors message send echo:default --conversation-id ops --text hello --wait"},
        subcommands = {
            OutboxCommands.Send.class,
            OutboxCommands.Status.class,
            OutboxCommands.ListAll.class,
            OutboxCommands.Resend.class,
            OutboxCommands.Discard.class,
            TraceCommand.class,
            PlatformCommands.Read.class,
            PlatformCommands.Search.class,
            PlatformCommands.Edit.class,
            PlatformCommands.Delete.class,
            PlatformCommands.React.class
        })
public final class MessageCommand extends CommandGroup {}
