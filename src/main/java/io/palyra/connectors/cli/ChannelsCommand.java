package io.palyra.connectors.cli;

import picocli.CommandLine.Command;

/** Everything about connectors and their queues. */
@Command(
        name = "channels",
        description = "Look at connectors, and change what they do.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: palyra-connectors channels status echo:default"},
        subcommands = {
            ChannelViews.ListAll.class,
            ChannelViews.Status.class,
            ChannelViews.Capabilities.class,
            ChannelLogs.class,
            ConversationsCommand.class,
            ConversationCommand.class,
            SetupCommand.class,
            ChannelLife.Add.class,
            ChannelLife.Remove.class,
            ChannelLife.Enable.class,
            ChannelLife.Disable.class,
            ChannelLife.HealthRefresh.class,
            QueueCommands.Pause.class,
            QueueCommands.Resume.class,
            QueueCommands.Drain.class,
            DeadLetterCommands.ListAll.class,
            DeadLetterShow.class,
            DeadLetterCommands.Replay.class,
            DeadLetterCommands.Discard.class,
            TestCommands.Test.class,
            TestCommands.TestSend.class
        })
public final class ChannelsCommand extends CommandGroup {}
