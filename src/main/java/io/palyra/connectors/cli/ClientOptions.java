package io.palyra.connectors.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** What every client command takes, before the command or after it. */
public final class ClientOptions {

    /** The name under which {@code Main} mixes this in. */
    public static final String MIXIN = "client";

    private static final String DEFAULT_URL = "http://127.0.0.1:8080";

    /** Value of {@code --token} that asks for the token. */
    private static final String ASK = "-";

    @Option(
            names = "--url",
            scope = ScopeType.INHERIT,
            paramLabel = "URL",
            description = "Where the program listens; default PALYRA_CLI_URL, else " + DEFAULT_URL + ".")
    private @Nullable String url;

    @Option(
            names = "--token",
            scope = ScopeType.INHERIT,
            paramLabel = "-",
            description =
                    "The admin token: - asks for it, or reads a line of standard input; default PALYRA_CLI_TOKEN.")
    private @Nullable String token;

    @Option(
            names = "--allow-insecure-credential-arg",
            scope = ScopeType.INHERIT,
            description = "Take the token itself behind --token, where every user of the machine can see it.")
    private boolean insecure;

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "Print the answer as JSON.")
    private boolean json;

    private @Nullable String typed;

    /** Those of the whole command line. */
    public static ClientOptions of(CommandSpec spec) {
        return (ClientOptions)
                Objects.requireNonNull(spec.root().mixins().get(MIXIN)).userObject();
    }

    public boolean json() {
        return json;
    }

    /** Without a slash at its end. */
    String url() {
        return Optional.ofNullable(url)
                .or(() -> Optional.ofNullable(System.getenv("PALYRA_CLI_URL")))
                .orElse(DEFAULT_URL)
                .replaceAll("/+$", "");
    }

    /**
     * What to show as Bearer token, if anything. May ask on the terminal.
     *
     * @throws CliException where a token stands in the arguments
     */
    Optional<String> token(CommandSpec spec) {
        if (token == null) {
            return Optional.ofNullable(System.getenv("PALYRA_CLI_TOKEN")).filter(value -> !value.isBlank());
        }
        if (!token.equals(ASK)) {
            return Optional.of(fromArguments(token, spec));
        }
        if (typed == null) {
            typed = ask();
        }
        return Optional.of(typed);
    }

    private String fromArguments(String value, CommandSpec spec) {
        if (!insecure) {
            throw new CliException(
                    CliException.USAGE,
                    "--token: a token in the arguments can be read by every user of this machine; set PALYRA_CLI_TOKEN,"
                            + " or give --token - and type it (--allow-insecure-credential-arg takes it all the same)");
        }
        spec.commandLine()
                .getErr()
                .println("warning: the token in the arguments can be read by every user of this machine");
        return value;
    }

    private static String ask() {
        Console console = System.console();
        String answer = console == null ? line() : console(console);
        if (answer.isBlank()) {
            throw new CliException(CliException.USAGE, "--token -: no token was given on standard input");
        }
        return answer.strip();
    }

    private static String console(Console console) {
        char[] answer = console.readPassword("Admin token: ");
        return answer == null ? "" : new String(answer);
    }

    private static String line() {
        try {
            String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            return "";
        }
    }
}
