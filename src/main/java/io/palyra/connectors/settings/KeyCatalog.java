package io.palyra.connectors.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Every key there is, in both spellings: {@code palyra.http.port} and {@code PALYRA_HTTP_PORT}. */
final class KeyCatalog {

    static final String KEY_PREFIX = "palyra.";
    static final String VARIABLE_PREFIX = "PALYRA_";

    private static final Set<String> FIXED_KEYS =
            SettingKeys.ALL.stream().map(SettingKey::name).collect(Collectors.toUnmodifiableSet());
    private static final Map<String, String> FIXED_KEY_BY_VARIABLE =
            FIXED_KEYS.stream().collect(Collectors.toUnmodifiableMap(KeyCatalog::asVariable, Function.identity()));

    private final ConnectorKeys connectorKeys;

    KeyCatalog(ConnectorKeys connectorKeys) {
        this.connectorKeys = connectorKeys;
    }

    /** The variable that sets the key. Not reversible: {@code .}, {@code -} and {@code _} all become {@code _}. */
    static String asVariable(String key) {
        return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    static boolean isVariable(String name) {
        return name.startsWith(VARIABLE_PREFIX);
    }

    /** The key as it is kept, with connector names in lower case; empty if there is no such key. */
    Optional<String> find(String key) {
        return FIXED_KEYS.contains(key)
                ? Optional.of(key)
                : connectorKeys.parse(key).map(ConnectorKey::text).or(() -> TokenKeys.parse(key)
                        .map(TokenKeys.Key::text));
    }

    /** The key that the variable sets, a connector name as the variable spells it; empty if there is none. */
    Optional<String> findByVariable(String variable) {
        return Optional.ofNullable(FIXED_KEY_BY_VARIABLE.get(variable))
                .or(() -> connectorKeys.parseVariable(variable).map(ConnectorKey::text))
                .or(() -> TokenKeys.parseVariable(variable).map(TokenKeys.Key::text));
    }

    /** The variable's key, moved to the instance of a declared key if the variable's spelling of the name fits it. */
    Optional<String> sameInstance(String declaredKey, String variableKey) {
        return connectorKeys
                .parse(declaredKey)
                .flatMap(declared -> connectorKeys
                        .parse(variableKey)
                        .filter(key -> key.kind().equals(declared.kind())
                                && asVariable(key.name()).equals(asVariable(declared.name())))
                        .map(key -> new ConnectorKey(key.kind(), declared.name(), key.option()).text()))
                .or(() -> sameToken(declaredKey, variableKey));
    }

    private static Optional<String> sameToken(String declaredKey, String variableKey) {
        return TokenKeys.parse(declaredKey).flatMap(declared -> TokenKeys.parse(variableKey)
                .filter(key -> key.isOfName(declared.name()))
                .map(key -> new TokenKeys.Key(declared.name(), key.option()).text()));
    }

    /** The known key that takes the fewest edits to reach. */
    String nearestKey(String unknownKey) {
        return nearest(unknownKey, UnaryOperator.identity());
    }

    /** The variable that takes the fewest edits to reach. */
    String nearestVariable(String unknownVariable) {
        return nearest(unknownVariable, KeyCatalog::asVariable);
    }

    private String nearest(String unknown, UnaryOperator<String> spelling) {
        return Stream.of(FIXED_KEYS, connectorKeys.similarTo(unknown), TokenKeys.similarTo(unknown))
                .flatMap(Collection::stream)
                .map(spelling)
                .min(Comparator.comparingInt((String known) ->
                                LevenshteinDistance.getDefaultInstance().apply(unknown, known))
                        .thenComparing(Comparator.naturalOrder()))
                .orElseThrow();
    }
}
