package io.palyra.connectors.program;

import io.palyra.connectors.protocol.ConnectorInstanceSpec;
import io.palyra.connectors.settings.DeclaredConnector;
import io.palyra.connectors.settings.SecretReference;
import io.palyra.connectors.settings.Settings;
import io.palyra.connectors.supervisor.Declaration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The connectors that the settings declare, as the supervisor takes them. */
final class Declarations {

    private Declarations() {}

    static List<Declaration> of(Settings settings) {
        return settings.connectors().stream().map(Declarations::declaration).toList();
    }

    private static Map<String, String> texts(Map<String, SecretReference> secrets) {
        return secrets.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue()
                .text()));
    }

    private static Declaration declaration(DeclaredConnector declared) {
        ConnectorInstanceSpec spec = ConnectorInstanceSpec.forAccount(
                        declared.connectorId().kind(), declared.connectorId().name())
                .withEnabled(declared.enabled().orElse(true));
        if (declared.principal().isPresent()) {
            spec = spec.withPrincipal(declared.principal().get());
        }
        if (!declared.egressAllowlist().isEmpty()) {
            spec = spec.withEgressAllowlist(declared.egressAllowlist());
        }
        return new Declaration(spec, declared.options(), declared.access(), texts(declared.secrets()));
    }
}
