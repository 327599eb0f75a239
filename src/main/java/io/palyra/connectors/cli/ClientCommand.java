package io.palyra.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that asks the running program. */
@Command(
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes: ",
        exitCodeList = {"0:done", "1:the operation failed", "2:wrong usage", "3:the program is not reachable"})
abstract class ClientCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final ProgramTime time = new ProgramTime(Clock.systemUTC());

    CommandSpec spec() {
        return spec;
    }

    /** That of the program, once it has answered. */
    Clock clock() {
        return time;
    }

    /** @throws CliException where a value is empty that says something only where it is not */
    AdminApi api() {
        TypedCommand typed = new TypedCommand(spec);
        typed.requireNothingEmpty();
        ClientOptions options = options();
        String version = Optional.ofNullable(getClass().getPackage().getImplementationVersion())
                .orElse("dev");
        return new AdminApi(options.url(), options.token(spec), version, typed, time);
    }

    ClientOptions options() {
        return ClientOptions.of(spec);
    }

    Screen screen() {
        return new Screen(
                spec.commandLine().getOut(), spec.commandLine().getColorScheme().ansi());
    }

    /** The API's own answer where JSON is wanted; otherwise what the command shows. */
    int print(AdminApi.Answer answer, Runnable human) {
        if (options().json()) {
            out().println(Screen.printableJson(answer.text()));
            out().flush();
        } else {
            human.run();
        }
        return 0;
    }

    /** What to type next; to standard error, so that standard output is the answer only. */
    void next(String command) {
        if (!options().json()) {
            err().println(Screen.printable("Next: palyra-connectors " + command));
            err().flush();
        }
    }

    /** In one line on standard error; nothing where health cannot be asked. */
    void tellWhatIsDown(AdminApi api) {
        try {
            String banner = Health.of(api.health().json()).banner();
            if (!banner.isEmpty()) {
                err().println(Screen.printable(banner));
                err().flush();
            }
        } catch (CliException e) {
            // What was asked for is there
        }
    }

    String relative(JsonNode unixMs) {
        return Times.relative(unixMs, time);
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** Empty where the field is absent. */
    static String text(JsonNode object, String field) {
        return object.path(field).asText("");
    }

    static String shown(JsonNode object, String field) {
        return object.path(field).asText("-");
    }
}
