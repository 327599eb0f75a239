package io.palyra.connectors.settings;

import io.palyra.connectors.access.AccessRuleSet;
import io.palyra.connectors.protocol.ConnectorKind;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The keys {@code palyra.connectors.<kind>.<name>.<option>}. Kinds and options have no dots, so the name is everything
 * between them and may have some: {@code palyra.connectors.discord.eu.ops.token} is the token of {@code discord:eu.ops}.
 */
final class ConnectorKeys {

    static final String PREFIX = "palyra.connectors.";
    static final String ENABLED = "enabled";
    static final String PRINCIPAL = "principal";
    static final String TOKEN = "token";
    static final String EGRESS_ALLOWLIST = "egress-allowlist";
    static final Set<String> COMMON_OPTIONS = Stream.concat(
                    Stream.of(ENABLED, PRINCIPAL, TOKEN, EGRESS_ALLOWLIST),
                    Arrays.stream(AccessRuleSet.Field.values()).map(AccessRuleSet.Field::option))
            .collect(Collectors.toUnmodifiableSet());

    private final Map<ConnectorKind, Set<String>> optionsByKind =
            new TreeMap<>(Comparator.comparing(ConnectorKind::value));

    ConnectorKeys(Set<ConnectorKindOptions> kinds) {
        for (ConnectorKindOptions kind : kinds) {
            optionsByKind
                    .computeIfAbsent(kind.kind(), key -> new TreeSet<>(COMMON_OPTIONS))
                    .addAll(kind.options());
        }
    }

    /** Takes a key apart; empty if its kind or option is not known or it has no name. */
    Optional<ConnectorKey> parse(String key) {
        for (ConnectorKind kind : optionsByKind.keySet()) {
            String prefix = PREFIX + kind.value() + ".";
            int lastDot = key.lastIndexOf('.');
            if (key.startsWith(prefix) && lastDot > prefix.length()) {
                String option = key.substring(lastDot + 1);
                return options(kind).contains(option)
                        ? Optional.of(new ConnectorKey(kind, key.substring(prefix.length(), lastDot), option))
                        : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /**
     * Takes a variable name apart, the longest kind and then the longest option winning; the name stays as the variable
     * spells it, but in lower case.
     */
    Optional<ConnectorKey> parseVariable(String variable) {
        return optionsByKind.keySet().stream()
                .sorted(Comparator.comparing(
                                (ConnectorKind kind) -> kind.value().length())
                        .reversed())
                .filter(kind -> variable.startsWith(variablePrefix(kind)))
                .findFirst()
                .flatMap(kind -> parseVariable(
                        kind, variable.substring(variablePrefix(kind).length())));
    }

    private Optional<ConnectorKey> parseVariable(ConnectorKind kind, String nameAndOption) {
        return options(kind).stream()
                .sorted(Comparator.comparing(String::length).reversed())
                .filter(option -> {
                    String suffix = "_" + KeyCatalog.asVariable(option);
                    return nameAndOption.endsWith(suffix) && nameAndOption.length() > suffix.length();
                })
                .findFirst()
                .map(option -> new ConnectorKey(
                        kind, nameAndOption.substring(0, nameAndOption.length() - option.length() - 1), option));
    }

    private static String variablePrefix(ConnectorKind kind) {
        return KeyCatalog.asVariable(PREFIX + kind.value() + ".");
    }

    /** Known keys with a name that the misspelt key may have meant: the segments after its kind, up to any of them. */
    Set<String> similarTo(String misspelt) {
        Set<String> similar = new HashSet<>();
        optionsByKind.forEach((kind, options) -> {
            for (String name : possibleNames(misspelt, kind)) {
                options.forEach(option -> similar.add(PREFIX + kind.value() + "." + name + "." + option));
            }
        });
        return similar;
    }

    private Set<String> possibleNames(String misspelt, ConnectorKind kind) {
        boolean isVariable = KeyCatalog.isVariable(misspelt);
        String separator = isVariable ? "_" : ".";
        List<String> segments = List.of(misspelt.split(Pattern.quote(separator)));
        int from = 2 + (isVariable ? kind.value().split("-").length : 1);
        Set<String> names = new HashSet<>(Set.of("default"));
        for (int to = from + 1; to <= segments.size(); to++) {
            names.add(String.join(separator, segments.subList(from, to)));
        }
        options(kind).forEach(option -> names.remove(isVariable ? KeyCatalog.asVariable(option) : option));
        return names;
    }

    private Set<String> options(ConnectorKind kind) {
        return optionsByKind.getOrDefault(kind, COMMON_OPTIONS);
    }
}
