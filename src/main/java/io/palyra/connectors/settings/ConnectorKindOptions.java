package io.palyra.connectors.settings;

import io.palyra.connectors.protocol.ConnectorKind;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A connector kind and the options that its instances take beyond {@code enabled}, {@code principal}, {@code token} and
 * {@code egress-allowlist}.
 *
 * @param kind the kind; its value has no dot, so that keys stay unambiguous
 * @param options option names in kebab case, such as {@code rest-url}
 */
public record ConnectorKindOptions(ConnectorKind kind, Set<String> options) {

    private static final Pattern OPTION = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

    /** @throws IllegalArgumentException naming the option that is not kebab case */
    public ConnectorKindOptions {
        options = Set.copyOf(options);
        for (String option : options) {
            if (!OPTION.matcher(option).matches()) {
                throw new IllegalArgumentException(
                        "option \"" + option + "\" of " + kind.value() + " is not kebab case, such as rest-url");
            }
        }
    }
}
