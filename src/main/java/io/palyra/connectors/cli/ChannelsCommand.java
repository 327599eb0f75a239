package io.palyra.connectors.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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
public final class ChannelsCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw missing(spec.commandLine());
    }

    static ParameterException missing(CommandLine line) {
        return new ParameterException(
                line,
                "name a command, one of "
                        + String.join(", ", line.getSubcommands().keySet()));
    }
}
