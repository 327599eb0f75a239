package io.palyra.connectors.supervisor;

import io.palyra.connectors.adapter.VaultReference;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConnectorInstanceSpec;
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

    /** Why a secret has no value, and where it is looked for; of its reference nothing is said that may be the secret itself. */
    String whyMissing(ConnectorInstanceSpec spec, String option) {
        String usual = vaultRef(
                ConnectorInstanceSpec.forAccount(spec.kind(), spec.connectorId().name()), option);
        return trouble(spec, option)
                .orElseGet(() ->
                        isDeclared(spec, option) || !vaultRef(spec, option).equals(usual)
                                ? "what is set as its " + option + " leads to no value"
                                : VaultReference.of(vaultFunction, usual) + " has no value");
    }

    private boolean isDeclared(ConnectorInstanceSpec spec, String option) {
        return declared.getOrDefault(spec.connectorId(), Map.of()).containsKey(option);
    }

    String vaultFunction() {
        return vaultFunction;
    }

    /** A text with property placeholders; empty where the instance has none for the secret. */
    private Optional<String> reference(ConnectorInstanceSpec spec, String option) {
        String reference =
                declared.getOrDefault(spec.connectorId(), Map.of()).getOrDefault(option, vaultRef(spec, option));
        return reference.isEmpty()
                ? Optional.empty()
                : Optional.of(reference.contains("{{") ? reference : VaultReference.of(vaultFunction, reference));
    }

    private static String vaultRef(ConnectorInstanceSpec spec, String option) {
        return option.equals(TOKEN)
                ? spec.tokenVaultRef() == null ? "" : spec.tokenVaultRef()
                : ConnectorInstanceSpec.vaultRef(spec.connectorId(), option.replace('-', '_'));
    }
}
