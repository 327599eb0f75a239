package io.palyra.connectors;

import io.palyra.connectors.cli.AccessCommand;
import io.palyra.connectors.cli.ApprovalsCommand;
import io.palyra.connectors.cli.ChannelsCommand;
import io.palyra.connectors.cli.CompletionCommand;
import io.palyra.connectors.cli.FailuresCommand;
import io.palyra.connectors.cli.HealthCommand;
import io.palyra.connectors.cli.JobsCommand;
import io.palyra.connectors.cli.LogsCommand;
import io.palyra.connectors.cli.MessageCommand;
import io.palyra.connectors.cli.NodesCommand;
import io.palyra.connectors.cli.SearchCommand;
import io.palyra.connectors.cli.SettingsCommand;
import io.palyra.connectors.cli.StatisticsCommand;
import io.palyra.connectors.cli.WhoAmICommand;
import io.palyra.connectors.program.command.ExtCommand;
import io.palyra.connectors.program.command.RoutesCommand;
import io.palyra.connectors.program.command.RunCommand;
import io.palyra.connectors.program.command.SimulateCommand;
import io.palyra.connectors.program.command.StoreCommand;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/**
 * The commands, in the order of the help. Most of what a short command takes is the time in which picocli reads the
 * annotations of all of them, and a start has the same cores for it: a line that begins with the name of one gets only that,
 * and one that says nothing the one that it stands for.
 */
final class Commands {

    private static final List<Class<?>> ALL = List.of(
            RunCommand.class,
            HealthCommand.class,
            LogsCommand.class,
            ChannelsCommand.class,
            MessageCommand.class,
            AccessCommand.class,
            NodesCommand.class,
            ApprovalsCommand.class,
            JobsCommand.class,
            FailuresCommand.class,
            SearchCommand.class,
            StatisticsCommand.class,
            SettingsCommand.class,
            WhoAmICommand.class,
            SimulateCommand.class,
            RoutesCommand.class,
            StoreCommand.class,
            ExtCommand.class,
            CompletionCommand.class,
            HelpCommand.class);

    /** What the program does without a command. */
    static final String DEFAULT = "run";

    /** They are about the others. */
    private static final Set<Class<?>> NEED_ALL = Set.of(CompletionCommand.class, HelpCommand.class);

    private Commands() {}

    /** Adds what the arguments need. */
    static CommandLine addTo(CommandLine root, String... arguments) {
        needed(arguments).forEach(root::addSubcommand);
        return root;
    }

    private static List<Class<?>> needed(String... arguments) {
        String first = arguments.length == 0 ? DEFAULT : arguments[0];
        return ALL.stream()
                .filter(command -> name(command).equals(first))
                .filter(command -> !NEED_ALL.contains(command))
                .<List<Class<?>>>map(List::of)
                .findFirst()
                .orElse(ALL);
    }

    private static String name(Class<?> command) {
        return Objects.requireNonNull(command.getAnnotation(Command.class), "a command is annotated")
                .name();
    }
}
