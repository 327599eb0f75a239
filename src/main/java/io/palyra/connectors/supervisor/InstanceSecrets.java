package io.palyra.connectors.supervisor;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConnectorInstanceSpec;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Resolves the secrets of instances, anew each time one is asked for: by the reference that the settings declare, otherwise
 * by the instance's vault ref, or by one that is made as that is. What it answers is never kept.
 */
public final class InstanceSecrets {

    private static final String TOKEN = "token";

    private final String vaultFunction;
    private final Function<String, Optional<String>> resolver;
    private final Function<String, Optional<String>> trouble;
    private final Map<ConnectorId, Map<String, String>> declared = new ConcurrentHashMap<>();

    /**
     * @param vaultFunction the property function that a vault ref is resolved with, such as {@code env}
     * @param resolver resolves a text with property placeholders; empty where one of them has no value
     * @param trouble says why one of them has no value, without anything secret; empty where that is not known
     */
    public InstanceSecrets(
            String vaultFunction,
            Function<String, Optional<String>> resolver,
            Function<String, Optional<String>> trouble) {
        this.vaultFunction = vaultFunction;
        this.resolver = resolver;
        this.trouble = trouble;
    }

    void declared(Declaration declaration) {
        declared.put(declaration.spec().connectorId(), declaration.secrets());
    }

    /**
     * A secret of an instance; empty where its reference has no value.
     *
     * @param option {@code token}, or the name of another one
     */
    Optional<String> secret(ConnectorInstanceSpec spec, String option) {
        return reference(spec, option).flatMap(resolver).map(String::strip).filter(token -> !token.isEmpty());
    }

    /**
     * Why a secret has no value, as far as that is known; never its content.
     *
     * @param option as of {@link #secret}
     */
    Optional<String> trouble(ConnectorInstanceSpec spec, String option) {
        return reference(spec, option).flatMap(trouble);
    }

    /** A text with property placeholders; empty where the instance has none for the secret. */
    private Optional<String> reference(ConnectorInstanceSpec spec, String option) {
        String reference =
                declared.getOrDefault(spec.connectorId(), Map.of()).getOrDefault(option, vaultRef(spec, option));
        return reference.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        reference.contains("{{") ? reference : "{{" + vaultFunction + ":" + name(reference) + "}}");
    }

    private static String vaultRef(ConnectorInstanceSpec spec, String option) {
        return option.equals(TOKEN)
                ? spec.tokenVaultRef() == null ? "" : spec.tokenVaultRef()
                : ConnectorInstanceSpec.vaultRef(spec.connectorId(), option.replace('-', '_'));
    }

    /** What the vault calls it; environment variables know letters, digits and {@code _} only. */
    private String name(String vaultRef) {
        return vaultFunction.equals("env") ? vaultRef.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_") : vaultRef;
    }
}
