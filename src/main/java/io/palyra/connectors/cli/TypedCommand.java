package io.palyra.connectors.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** A command as it was typed. It calls what the API names by a field by its own option or argument. */
final class TypedCommand {

    private static final String CONNECTOR = "ID";
    /** What a field is called where it is not the option of its own name. */
    private static final Map<String, List<String>> NAMES = Map.ofEntries(
            Map.entry("after_message_id", List.of("--after")),
            Map.entry("around_message_id", List.of("--around")),
            Map.entry("before_dead_letter_id", List.of("--before-id")),
            Map.entry("before_event_id", List.of("--before")),
            Map.entry("before_message_id", List.of("--before")),
            Map.entry("before_unix_ms", List.of("--before")),
            Map.entry("body", List.of("--text")),
            Map.entry("code", List.of("CODE")),
            Map.entry("connector_id", List.of("--connector", CONNECTOR)),
            Map.entry("conversation_id", List.of("--target")),
            Map.entry("dead_letter_id", List.of("N")),
            Map.entry("egress_allowlist", List.of("--egress")),
            Map.entry("envelope_id", List.of("ENVELOPE", "E")),
            Map.entry("in_reply_to_body", List.of("--reply-to-body")),
            Map.entry("in_reply_to_message_id", List.of("--reply-to")),
            Map.entry("is_direct_message", List.of("--direct-message")),
            Map.entry("job_id", List.of("JOB")),
            Map.entry("kind", List.of("KIND", CONNECTOR)),
            Map.entry("name", List.of("NAME")),
            Map.entry("q", List.of("WHAT")),
            Map.entry("reply_thread_id", List.of("--thread-id")),
            Map.entry("reply_to_message_id", List.of("--reply-to")),
            Map.entry("requested_broadcast", List.of("--broadcast")),
            Map.entry("sender_id", List.of("SENDER")),
            Map.entry("since_unix_ms", List.of("--since")),
            Map.entry("ttl_ms", List.of("--ttl")));

    /** One word may be anything; several with lines between them are a field. */
    private static final Pattern FIELD = Pattern.compile("\\b[a-z]+(?:_[a-z]+)+\\b");

    private final CommandSpec spec;

    TypedCommand(CommandSpec spec) {
        this.spec = spec;
    }

    /** Without those of its groups, such as {@code resend}. */
    String name() {
        return spec.name();
    }

    /** @param words in which its arguments have their names, such as {@code channels status ID} */
    String filled(String words) {
        String filled = words;
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            if (parameter.getValue() instanceof String value && !value.isBlank()) {
                filled = filled.replaceAll("\\b" + parameter.paramLabel() + "\\b", Matcher.quoteReplacement(value));
            }
        }
        return filled;
    }

    /**
     * In the words of the command.
     *
     * @param detail what the API says
     * @param field which it says it of, perhaps with a path, such as {@code locator.message_id}
     */
    String inItsWords(String detail, String field) {
        if (!detail.startsWith(field + ":")) {
            return fieldsInItsWords(detail);
        }
        return name(field.replaceAll(".*\\.|\\[\\d+]", "")).orElse(field)
                + fieldsInItsWords(detail.substring(field.length()));
    }

    private String fieldsInItsWords(String words) {
        return FIELD.matcher(words).replaceAll(found -> name(found.group()).orElse(found.group()));
    }

    private Optional<String> name(String field) {
        return Stream.concat(Stream.of("--" + field.replace('_', '-')), NAMES.getOrDefault(field, List.of()).stream())
                .filter(this::has)
                .findFirst();
    }

    private boolean has(String name) {
        return spec.optionsMap().containsKey(name)
                || spec.positionalParameters().stream()
                        .anyMatch(parameter -> parameter.paramLabel().equals(name));
    }

    /**
     * A value that is empty, as of a variable of the shell that is not set, would count as none.
     *
     * @throws CliException where one is
     */
    void requireNothingEmpty() {
        var typed = spec.commandLine().getParseResult();
        Stream.<ArgSpec>concat(typed.matchedOptions().stream(), typed.matchedPositionals().stream())
                .filter(argument -> "".equals(argument.defaultValue()) && "".equals(argument.getValue()))
                .findFirst()
                .ifPresent(argument -> {
                    throw new CliException(
                            CliException.USAGE, named(argument) + ": cannot be empty; give a value, or leave it out");
                });
    }

    private static String named(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }
}
