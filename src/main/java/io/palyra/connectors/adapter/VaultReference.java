package io.palyra.connectors.adapter;

import java.util.Locale;
import java.util.Optional;
import org.apiguardian.api.API;

/** How a vault ref is written so that Camel resolves it. */
@API(status = API.Status.INTERNAL)
public final class VaultReference {

    private static final String ENVIRONMENT = "env";

    private VaultReference() {}

    /**
     * Such as <code>{{env:GLOBAL_DISCORD_BOT_TOKEN}}</code>.
     *
     * @param function the property function that it is resolved with
     */
    public static String of(String function, String vaultRef) {
        return "{{" + function + ":" + variable(function, vaultRef).orElse(vaultRef) + "}}";
    }

    /** The environment variable that holds it: those know letters, digits and {@code _} only. Empty where the vault is another. */
    public static Optional<String> variable(String function, String vaultRef) {
        return function.equals(ENVIRONMENT)
                ? Optional.of(vaultRef.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_"))
                : Optional.empty();
    }
}
