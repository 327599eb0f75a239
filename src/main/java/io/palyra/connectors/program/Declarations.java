package io.palyra.connectors.program;

import io.palyra.connectors.protocol.ConnectorInstanceSpec;
import io.palyra.connectors.settings.DeclaredConnector;
import io.palyra.connectors.settings.SecretReference;
import io.palyra.connectors.settings.Settings;
import io.palyra.connectors.supervisor.Declaration;
import java.util.List;

/** The connectors that the settings declare, as the supervisor takes them. */
final class Declarations {

    private Declarations() {}

    static List<Declaration> of(Settings settings) {
        return settings.connectors().stream().map(Declarations::declaration).toList();
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
        return new Declaration(
                spec, declared.options(), declared.access(), declared.token().map(SecretReference::text));
    }
}
