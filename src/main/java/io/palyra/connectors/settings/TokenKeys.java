package io.palyra.connectors.settings;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The keys {@code palyra.admin.tokens.<name>.<option>}: tokens of the admin API besides the administrator's. */
final class TokenKeys {

    static final String PREFIX = "palyra.admin.tokens.";
    static final String TOKEN = "token";
    static final String ROLE = "role";

    /** What a name may be, in words. */
    static final String NAMES = "1 to 32 letters, digits and dashes, in lower case, a letter first";

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");
    private static final Set<String> OPTIONS = Set.of(TOKEN, ROLE);
    private static final Pattern KEY = Pattern.compile(Pattern.quote(PREFIX) + "([^.]+)\\.(token|role)");
    private static final String VARIABLE_PREFIX = KeyCatalog.asVariable(PREFIX);
    private static final Pattern VARIABLE = Pattern.compile(VARIABLE_PREFIX + "(.+)_(TOKEN|ROLE)");

    /** One of them, taken apart. */
    record Key(String name, String option) {
        String text() {
            return PREFIX + name + "." + option;
        }

        boolean isOfName(String other) {
            return KeyCatalog.asVariable(name).equals(KeyCatalog.asVariable(other));
        }
    }

    private TokenKeys() {}

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** Empty where it is no such key; its name may be none that is allowed. */
    static Optional<Key> parse(String key) {
        return key(KEY.matcher(key));
    }

    /** The name as the variable spells it, but in lower case. */
    static Optional<Key> parseVariable(String variable) {
        return key(VARIABLE.matcher(variable))
                .map(key -> new Key(
                        key.name().toLowerCase(Locale.ROOT), key.option().toLowerCase(Locale.ROOT)));
    }

    private static Optional<Key> key(Matcher matcher) {
        return matcher.matches() ? Optional.of(new Key(matcher.group(1), matcher.group(2))) : Optional.empty();
    }

    /** Known keys that a misspelt one may have meant, of the name that stands in it. */
    static Set<String> similarTo(String misspelt) {
        String prefix = KeyCatalog.isVariable(misspelt) ? VARIABLE_PREFIX : PREFIX;
        String rest = misspelt.startsWith(prefix) ? misspelt.substring(prefix.length()) : "";
        String name = rest.split("[._]", 2)[0].toLowerCase(Locale.ROOT);
        return Stream.of(name)
                .filter(TokenKeys::isName)
                .flatMap(known -> OPTIONS.stream().map(option -> new Key(known, option).text()))
                .collect(Collectors.toUnmodifiableSet());
    }
}
