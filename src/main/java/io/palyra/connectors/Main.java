package io.palyra.connectors;

import io.palyra.connectors.cli.CliException;
import io.palyra.connectors.cli.ClientOptions;
import io.palyra.connectors.cli.Mistakes;
import io.palyra.connectors.cli.Screen;
import io.palyra.connectors.program.LogSetup;
import io.palyra.connectors.program.NettySetup;
import io.palyra.connectors.routes.RouteErrors;
import io.palyra.connectors.settings.InvalidSettingException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.apache.logging.log4j.LogManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The entry point: one jar, several commands. */
@Command(
        name = "palyra-connectors",
        description = "Durable connectors between chat platforms and an AI-agent daemon.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        exitCodeListHeading = "%nExit codes: ",
        exitCodeList = {"0:done", "1:the operation failed", "2:wrong usage", "3:the program is not reachable"})
public final class Main implements Callable<Integer> {

    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;
    private static final char UNREADABLE = '\ufffd';
    private static final String BROKEN_PIPE = "Broken pipe";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin(name = ClientOptions.MIXIN)
    private ClientOptions clientOptions = new ClientOptions();

    public static void main(String[] arguments) {
        LogSetup.applyDefaults();
        NettySetup.apply();
        if (isUnreadable(arguments)) {
            System.err.println(
                    "palyra-connectors: letters beyond ASCII cannot be read under this locale; set LC_ALL=C.UTF-8");
            System.exit(WRONG_USAGE);
        }
        int exitCode = execute(arguments);
        if (exitCode == 0 && System.out.checkError()) {
            exitCode = failedToPrint();
        }
        LogManager.shutdown();
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }

    /** Whoever reads no more knows, such as {@code head}; that a disk is full is said. */
    private static int failedToPrint() {
        try (FileOutputStream out = new FileOutputStream(FileDescriptor.out)) {
            out.write('\n');
        } catch (IOException e) {
            if (!BROKEN_PIPE.equals(e.getMessage())) {
                System.err.println("standard output cannot be written: " + e.getMessage());
            }
        }
        return FAILED;
    }

    /** What stands for letters that could not be read: a message would go out with them. */
    private static boolean isUnreadable(String[] arguments) {
        return !StandardCharsets.UTF_8.name().equalsIgnoreCase(System.getProperty("sun.jnu.encoding"))
                && String.join("", arguments).indexOf(UNREADABLE) >= 0;
    }

    static int execute(String... arguments) {
        return Commands.addTo(new CommandLine(new Main()), arguments)
                .registerConverter(Path.class, Main::namedByCaller)
                .setParameterExceptionHandler(new Mistakes())
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    sentences(failure).forEach(sentence -> command.getErr()
                            .println(Screen.printable(command.getCommandName() + ": " + sentence)));
                    return failure instanceof CliException cli ? cli.exitCode() : FAILED;
                })
                .execute(arguments);
    }

    /** The start script may have changed the folder; what the caller named is in the caller's. */
    private static Path namedByCaller(String file) {
        return Path.of(System.getProperty("launch.folder", "")).resolve(file);
    }

    /** One line for each thing that is wrong. */
    private static List<String> sentences(Exception failure) {
        if (failure instanceof InvalidSettingException settings) {
            return settings.problems();
        }
        return List.of(failure instanceof CliException ? failure.getMessage() : RouteErrors.describe(failure));
    }

    /** Without a command the program runs. */
    @Override
    public Integer call() {
        return Objects.requireNonNull(spec.subcommands().get(Commands.DEFAULT), "it is a subcommand")
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
