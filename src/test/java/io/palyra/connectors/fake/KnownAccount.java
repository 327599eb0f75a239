package io.palyra.connectors.fake;

import io.palyra.connectors.adapter.ProbedAccount;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConnectorInstanceSpec;
import java.util.Map;
import java.util.Optional;

/**
 * An account that nobody has registered.
 *
 * @param secrets by option
 */
public record KnownAccount(ConnectorInstanceSpec spec, Map<String, String> secrets) implements ProbedAccount {

    public static KnownAccount of(ConnectorId id, Map<String, String> secrets) {
        return new KnownAccount(ConnectorInstanceSpec.forAccount(id.kind(), id.name()), secrets);
    }

    @Override
    public Optional<String> secret(String option) {
        return Optional.ofNullable(secrets.get(option));
    }

    @Override
    public String whyNoSecret(String option) {
        return "the test has no " + option;
    }
}
