package io.palyra.connectors.supervisor;

import io.palyra.connectors.protocol.ConnectorInstanceSpec;
import io.palyra.connectors.supervisor.InstanceStore.StoredInstance;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings together what the store knows of the instances and what the settings declare. The settings own the definition of
 * what they declare; {@code enabled} counts at the first start of an instance only.
 */
final class InstanceLoader {

    private static final Logger LOG = LoggerFactory.getLogger(InstanceLoader.class);

    private final ConnectorCatalog catalog;
    private final InstanceRecords records;
    private final InstanceRegistry instances;

    InstanceLoader(ConnectorCatalog catalog, InstanceRecords records, InstanceRegistry instances) {
        this.catalog = catalog;
        this.records = records;
        this.instances = instances;
    }

    /** @throws UnsupportedConnectorException where a new declaration cannot be used, with its settings key and the reason */
    void load(List<Declaration> declarations) {
        List<StoredInstance> stored = records.all();
        stored.forEach(this::remember);
        declarations.stream().map(Declaration::spec).forEach(this::declare);
        if (stored.isEmpty()) {
            catalog.all().forEach(type -> type.builtIn().ifPresent(this::addBuiltIn));
        }
        records.pauses()
                .forEach(pause -> instances.find(pause.connectorId()).ifPresent(instance -> instance.pause(pause)));
    }

    /** An instance of a kind that this program does not have stays in the store and is not seen. */
    private void remember(StoredInstance stored) {
        if (catalog.knows(stored.spec().kind())) {
            instances.add(stored);
        } else {
            LOG.warn(
                    "{} is left out: this program has no connector of its kind",
                    stored.spec().connectorId());
        }
    }

    private void declare(ConnectorInstanceSpec declared) {
        ConnectorInstance known = instances.find(declared.connectorId()).orElse(null);
        if (known == null) {
            requireUsable(declared);
            add(declared, true);
        } else {
            ConnectorInstanceSpec spec = declared.withEnabled(known.spec().enabled());
            known.redefine(spec, true, records.redefined(spec, known.readiness()));
        }
    }

    private void requireUsable(ConnectorInstanceSpec declared) {
        try {
            if (declared.enabled()) {
                catalog.usable(declared.kind());
            }
        } catch (UnsupportedConnectorException e) {
            throw new UnsupportedConnectorException("palyra.connectors." + declared.kind() + "."
                    + declared.connectorId().name() + ": " + e.getMessage()
                    + "; take it out of the settings, or set its enabled to false");
        }
    }

    private void addBuiltIn(ConnectorInstanceSpec spec) {
        if (instances.find(spec.connectorId()).isEmpty()) {
            add(spec, false);
        }
    }

    private void add(ConnectorInstanceSpec spec, boolean declared) {
        instances.add(records.registered(spec, declared));
    }
}
