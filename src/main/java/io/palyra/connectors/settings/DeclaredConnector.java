package io.palyra.connectors.settings;

import io.palyra.connectors.access.AccessRuleSet;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A connector instance that the settings declare with {@code palyra.connectors.<kind>.<name>.<option>}. What is absent
 * here is derived by whoever registers the instance.
 *
 * @param connectorId kind and name; the name in lower case
 * @param enabled whether the instance starts enabled; the operator owns it after the first start
 * @param principal in whose name the instance talks to the daemon
 * @param secrets the unresolved references to its secrets by option, such as {@code token}
 * @param egressAllowlist hosts ({@code example.org}) and subdomains ({@code *.example.org}), lower case; empty where
 *     not set
 * @param access rules of who may talk, as far as they are set
 * @param options the kind's own options that are set, unresolved and unchecked: their meaning is the connector's matter
 */
public record DeclaredConnector(
        ConnectorId connectorId,
        Optional<Boolean> enabled,
        Optional<Principal> principal,
        Map<String, SecretReference> secrets,
        List<String> egressAllowlist,
        AccessRuleSet access,
        Map<String, String> options) {

    public DeclaredConnector {
        secrets = Map.copyOf(secrets);
        egressAllowlist = List.copyOf(egressAllowlist);
        options = Map.copyOf(options);
    }

    /** Names the options without their values, since an option may hold a secret. */
    @Override
    public String toString() {
        return "DeclaredConnector[connectorId=" + connectorId + ", enabled=" + enabled + ", principal=" + principal
                + ", secrets=" + secrets + ", egressAllowlist=" + egressAllowlist + ", access=" + access + ", options="
                + options.keySet() + "]";
    }
}
