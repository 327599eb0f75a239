package io.palyra.connectors.supervisor;

import io.palyra.connectors.adapter.AccountProbe;
import io.palyra.connectors.adapter.ConnectorAdapter;
import io.palyra.connectors.adapter.ProbedAccount;
import io.palyra.connectors.adapter.SetupSheet;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConnectorInstanceSpec;
import io.palyra.connectors.protocol.HealthReport;
import io.palyra.connectors.protocol.HealthReport.Check;
import io.palyra.connectors.protocol.Readiness;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says how an account is set up, and looks whether it is, before a connector has it. Thread safe; registers nothing. */
public final class AccountProbes {

    private static final String REGISTERED = "registered";

    private final ConnectorCatalog catalog;
    private final InstanceRegistry instances;
    private final DeclaredInstances declared;
    private final InboundRoutes routes;

    AccountProbes(
            ConnectorCatalog catalog, InstanceRegistry instances, DeclaredInstances declared, InboundRoutes routes) {
        this.catalog = catalog;
        this.instances = instances;
        this.declared = declared;
        this.routes = routes;
    }

    /** @throws UnsupportedConnectorException where the kind is unknown */
    public SetupSheet sheet(ConnectorId connectorId) {
        return SetupSheet.of(catalog.find(connectorId.kind()), connectorId, declared.vaultFunction());
    }

    /**
     * Asks the platform about the account that an instance of this id has, or would have: by its options in the settings, and with the
     * secrets that are its own. The session of one that is registered is left alone. May block as long as the platform does.
     *
     * @throws UnsupportedConnectorException where no instance of the kind can run, or the kind has nothing to probe
     */
    public HealthReport probe(ConnectorId connectorId) {
        catalog.usable(connectorId.kind());
        Optional<ConnectorInstance> registered = instances.find(connectorId);
        ConnectorAdapter adapter;
        try {
            adapter = routes.spareAdapter(connectorId);
        } catch (IllegalStateException e) {
            return marked(misconfigured(String.valueOf(e.getMessage())), registered);
        }
        if (!(adapter instanceof AccountProbe probe)) {
            throw new UnsupportedConnectorException("connectors of the kind " + connectorId.kind()
                    + " do not offer a probe; register one, and see what its readiness says");
        }
        ConnectorInstanceSpec spec = registered
                .map(ConnectorInstance::spec)
                .orElseGet(() -> ConnectorInstanceSpec.forAccount(connectorId.kind(), connectorId.name()));
        return marked(probe.probe(new Account(spec, declared)), registered);
    }

    private static HealthReport misconfigured(String reason) {
        return new HealthReport(
                Readiness.MISCONFIGURED,
                List.of(Check.failed(
                        "options", reason, "correct the option in the settings, and start the program again")),
                Map.of());
    }

    private static HealthReport marked(HealthReport report, Optional<ConnectorInstance> registered) {
        if (registered.isEmpty()) {
            return report;
        }
        List<Check> checks = new ArrayList<>(report.checks());
        checks.add(Check.passed(
                REGISTERED,
                registered.get().id() + " is registered already"
                        + (registered.get().spec().enabled()
                                ? " and enabled: the probe has left its session alone; health-refresh looks at that, too"
                                : ", and disabled")));
        return new HealthReport(report.readiness(), checks, report.facts());
    }

    private record Account(ConnectorInstanceSpec spec, DeclaredInstances declared) implements ProbedAccount {

        @Override
        public Optional<String> secret(String option) {
            return declared.secret(spec, option);
        }

        @Override
        public String whyNoSecret(String option) {
            return declared.whyMissing(spec, option);
        }
    }
}
