package io.palyra.connectors.cli;

import java.io.PrintWriter;
import java.util.stream.Collectors;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints what makes a shell complete the commands, and the names of connectors behind them. */
@Command(
        name = "completion",
        description = "Print a completion script for bash and zsh.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: source <(palyra-connectors completion)"})
public final class CompletionCommand implements Runnable {

    /**
     * The program is asked for the names; where it does not answer within two seconds, there are none. bash takes a colon for the
     * end of a word and completes what stands behind it.
     *
     * <p>To be filled in: patterns of the commands that take a connector, the name of the program, and of its script.
     */
    private static final String NAMES_OF_CONNECTORS = """

            # Completes names of connectors, as the running program has them
            function _complete_connectors_of_palyra() {
              local line="${COMP_LINE:0:${COMP_POINT}}"
              local typed="${line##* }"
              case "${line%% *}" in
                %1$s) ;;
                *) _complete_%2$s; return $? ;;
              esac
              if [[ "${typed}" == -* ]]; then _complete_%2$s; return $?; fi
              local before=""
              if [[ -z "${ZSH_VERSION}" && "${COMP_WORDBREAKS}" == *:* ]]; then before="${typed%%"${typed##*:}"}"; fi
              local -a ask=("${COMP_WORDS[0]}" channels list --json)
              if command -v timeout > /dev/null; then ask=(timeout 2 "${ask[@]}"); fi
              COMPREPLY=()
              local name
              for name in $("${ask[@]}" 2> /dev/null \\
                  | grep -o '"connector_id":"[a-z0-9-]*:[A-Za-z0-9._-]*"' | cut -d '"' -f 4); do
                if [[ "${name}" == "${typed}"* ]]; then COMPREPLY+=("${name#"${before}"}"); fi
              done
            }
            complete -F _complete_connectors_of_palyra -o default %2$s
            """;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        String program = spec.root().name();
        PrintWriter out = spec.commandLine().getOut();
        out.print(AutoComplete.bash(program, spec.root().commandLine()));
        out.print(NAMES_OF_CONNECTORS.formatted(takingAConnector(), program));
        out.flush();
    }

    private String takingAConnector() {
        return spec.root().subcommands().entrySet().stream()
                .flatMap(group -> group.getValue().getSubcommands().entrySet().stream()
                        .filter(command -> takesAConnector(command.getValue()))
                        .map(command -> "*' " + group.getKey() + " " + command.getKey() + "'"))
                .collect(Collectors.joining(" | "));
    }

    /** One that is there; the name of a new one is free. */
    private static boolean takesAConnector(CommandLine command) {
        return command.getCommand() instanceof ChannelCommand && !(command.getCommand() instanceof ChannelLife.Add);
    }
}
