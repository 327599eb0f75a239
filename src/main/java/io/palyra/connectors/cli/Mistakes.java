package io.palyra.connectors.cli;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.text.similarity.LevenshteinDistance;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in one line what was not typed right, what it is likely meant to be, and where the rest stands. */
public final class Mistakes implements IParameterExceptionHandler {

    private static final String OPTION = "-";

    @Override
    public int handleParseException(ParameterException mistake, String[] arguments) {
        CommandLine command = mistake.getCommandLine();
        CommandSpec spec = command.getCommandSpec();
        String name = spec.qualifiedName(" ");
        command.getErr().println(Screen.printable(name + ": " + sentence(mistake, spec) + "; see " + name + " --help"));
        command.getErr().flush();
        return spec.exitCodeOnInvalidInput();
    }

    private static String sentence(ParameterException mistake, CommandSpec spec) {
        List<String> unmatched = mistake instanceof UnmatchedArgumentException unknown
                ? unknown.getUnmatched()
                // A required option that is spelt wrong counts as missing first of all
                : mistake.getCommandLine().getUnmatchedArguments();
        if (!unmatched.isEmpty()) {
            return unknown(unmatched.get(0), spec);
        }
        String words = String.valueOf(mistake.getMessage()).replaceAll("\\s+", " ");
        return words.substring(0, 1).toLowerCase(Locale.ROOT) + words.substring(1);
    }

    private static String unknown(String typed, CommandSpec spec) {
        if (typed.startsWith(OPTION)) {
            // What stands behind it may be a secret
            String option = typed.replaceFirst("=.*", "");
            return "there is no option " + option + nearest(option, options(spec));
        } else if (spec.subcommands().isEmpty()) {
            return "\"" + typed + "\" is one argument too many";
        }
        return "there is no command " + typed
                + below(typed, spec)
                        .map(found -> "; the nearest is " + found)
                        .orElseGet(() -> nearest(typed, spec.subcommands().keySet()));
    }

    private static Set<String> options(CommandSpec spec) {
        Set<String> options = new TreeSet<>(spec.optionsMap().keySet());
        options.addAll(spec.negatedOptionsMap().keySet());
        return options;
    }

    /** The command of that name in the first group that has one: {@code list} is likely {@code channels list}. */
    private static Optional<String> below(String typed, CommandSpec spec) {
        return spec.subcommands().entrySet().stream()
                .filter(group -> group.getValue().getSubcommands().containsKey(typed))
                .map(group -> group.getKey() + " " + typed)
                .findFirst();
    }

    private static String nearest(String typed, Set<String> known) {
        LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
        return known.stream()
                .min(Comparator.comparingInt((String name) -> distance.apply(typed, name))
                        .thenComparing(Comparator.naturalOrder()))
                .map(name -> "; the nearest is " + name)
                .orElse("");
    }
}
