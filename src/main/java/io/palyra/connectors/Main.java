package io.palyra.connectors;

import io.palyra.connectors.routes.RouteErrors;
import io.palyra.connectors.settings.InvalidSettingException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.apache.logging.log4j.LogManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The entry point: one jar, several commands. */
@Command(
        name = "palyra-connectors",
        description = "Durable connectors between chat platforms and an AI-agent daemon.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        subcommands = {RunCommand.class, SimulateCommand.class, StoreCommand.class, HelpCommand.class})
public final class Main implements Callable<Integer> {

    private static final int FAILED = 1;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    public static void main(String[] arguments) {
        int exitCode = execute(arguments);
        LogManager.shutdown();
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }

    static int execute(String... arguments) {
        return new CommandLine(new Main())
                .registerConverter(Path.class, Main::namedByCaller)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    sentences(failure)
                            .forEach(sentence -> command.getErr().println(command.getCommandName() + ": " + sentence));
                    return FAILED;
                })
                .execute(arguments);
    }

    /** The start script may have changed the folder; what the caller named is in the caller's. */
    private static Path namedByCaller(String file) {
        return Path.of(System.getProperty("launch.folder", "")).resolve(file);
    }

    /** One line for each thing that is wrong. */
    private static List<String> sentences(Exception failure) {
        return failure instanceof InvalidSettingException settings
                ? settings.problems()
                : List.of(RouteErrors.describe(failure));
    }

    /** Without a command the program runs. */
    @Override
    public Integer call() {
        return Objects.requireNonNull(spec.subcommands().get("run"), "run is a subcommand")
                .execute();
    }

    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"palyra-connectors " + (version == null ? "(from source)" : version)};
        }
    }
}
