package io.palyra.connectors.supervisor;

import io.palyra.connectors.access.AccessRuleSet;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConnectorInstanceSpec;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What the settings say of the instances that they declare, and nothing else does: options and secrets. Thread safe. */
final class DeclaredInstances {

    private final InstanceSecrets secrets;
    private final Map<ConnectorId, Map<String, String>> options = new ConcurrentHashMap<>();

    private final Map<ConnectorId, AccessRuleSet> access = new ConcurrentHashMap<>();

    DeclaredInstances(InstanceSecrets secrets) {
        this.secrets = secrets;
    }

    void add(Declaration declaration) {
        options.put(declaration.spec().connectorId(), declaration.options());
        access.put(declaration.spec().connectorId(), declaration.access());
        secrets.declared(declaration);
    }

    boolean contains(ConnectorId connectorId) {
        return options.containsKey(connectorId);
    }

    /** Endpoint options; none where the instance is not declared. */
    Map<String, String> options(ConnectorId connectorId) {
        return options.getOrDefault(connectorId, Map.of());
    }

    /** Rules of who may talk; none where the instance is not declared. */
    AccessRuleSet access(ConnectorId connectorId) {
        return access.getOrDefault(connectorId, AccessRuleSet.NONE);
    }

    /** Resolved at this moment, also where the instance is not declared; empty where its reference has no value. */
    Optional<String> secret(ConnectorInstanceSpec spec, String option) {
        return secrets.secret(spec, option);
    }

    /** Why it is empty, in words that hold nothing secret. */
    String whyMissing(ConnectorInstanceSpec spec, String option) {
        return secrets.whyMissing(spec, option);
    }

    /** The property function that vault refs are resolved with. */
    String vaultFunction() {
        return secrets.vaultFunction();
    }

    /** Why it is empty, as far as that is known. */
    Optional<String> troubleWithSecret(ConnectorInstanceSpec spec, String option) {
        return secrets.trouble(spec, option);
    }
}
