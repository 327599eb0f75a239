package io.palyra.connectors.supervisor;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConnectorInstanceSpec;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Resolves the tokens of instances, anew each time one is asked for: by the reference that the settings declare, otherwise
 * by the instance's vault ref. What it answers is never kept.
 */
public final class InstanceSecrets {

    private final String vaultFunction;
    private final Function<String, Optional<String>> resolver;
    private final Map<ConnectorId, String> declared = new ConcurrentHashMap<>();

    /**
     * @param vaultFunction the property function that a vault ref is resolved with, such as {@code env}
     * @param resolver resolves a text with property placeholders; empty where one of them has no value
     */
    public InstanceSecrets(String vaultFunction, Function<String, Optional<String>> resolver) {
        this.vaultFunction = vaultFunction;
        this.resolver = resolver;
    }

    void declared(Declaration declaration) {
        declaration
                .token()
                .ifPresent(reference -> declared.put(declaration.spec().connectorId(), reference));
    }

    /** The token of an instance; empty where its reference has no value. */
    Optional<String> token(ConnectorInstanceSpec spec) {
        String reference =
                declared.getOrDefault(spec.connectorId(), spec.tokenVaultRef() == null ? "" : spec.tokenVaultRef());
        if (reference.isEmpty()) {
            return Optional.empty();
        }
        return resolver.apply(
                        reference.contains("{{") ? reference : "{{" + vaultFunction + ":" + name(reference) + "}}")
                .map(String::strip)
                .filter(token -> !token.isEmpty());
    }

    /** What the vault calls it; environment variables know letters, digits and {@code _} only. */
    private String name(String vaultRef) {
        return vaultFunction.equals("env") ? vaultRef.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_") : vaultRef;
    }
}
