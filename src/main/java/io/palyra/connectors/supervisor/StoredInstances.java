package io.palyra.connectors.supervisor;

import io.palyra.connectors.cluster.Ownership;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.supervisor.InstanceStore.QueuePause;
import io.palyra.connectors.supervisor.InstanceStore.StoredInstance;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Brings the instances in memory in line with those that are stored, where other programs on the store change them too. */
final class StoredInstances {

    private final ConnectorCatalog catalog;
    private final InstanceRegistry instances;
    private final InstanceRecords records;
    private final Supplier<Ownership> ownership;

    StoredInstances(
            ConnectorCatalog catalog,
            InstanceRegistry instances,
            InstanceRecords records,
            Supplier<Ownership> ownership) {
        this.catalog = catalog;
        this.instances = instances;
        this.records = records;
        this.ownership = ownership;
    }

    /** How those do that others run; reads the store where there are others. */
    void readStates() {
        if (ownership.get().isShared()) {
            records.all().forEach(this::readState);
        }
    }

    private void readState(StoredInstance stored) {
        ConnectorId connectorId = stored.spec().connectorId();
        if (!ownership.get().mayFinish(connectorId)) {
            instances
                    .find(connectorId)
                    .ifPresent(instance -> instance.restore(stored.state(), stored.updatedAtUnixMs()));
        }
    }

    /**
     * Takes over definitions and pauses, and instances that are new.
     *
     * @return those that are not stored any more, which are still in memory
     */
    List<ConnectorInstance> read() {
        List<StoredInstance> all = records.all();
        all.forEach(this::readDefinition);
        all.forEach(this::readState);
        Map<ConnectorId, QueuePause> pauses =
                records.pauses().stream().collect(Collectors.toMap(QueuePause::connectorId, Function.identity()));
        for (ConnectorInstance instance : instances.all()) {
            QueuePause pause = pauses.get(instance.id());
            if (pause == null ? instance.pause() != null : !pause.equals(instance.pause())) {
                instance.pause(pause);
            }
        }
        Set<ConnectorId> there =
                all.stream().map(stored -> stored.spec().connectorId()).collect(Collectors.toSet());
        return instances.all().stream()
                .filter(instance -> !there.contains(instance.id()))
                .toList();
    }

    private void readDefinition(StoredInstance stored) {
        if (!catalog.knows(stored.spec().kind())) {
            return;
        }
        ConnectorInstance known = instances.find(stored.spec().connectorId()).orElse(null);
        if (known == null) {
            instances.add(stored);
        } else if (!known.spec().equals(stored.spec()) || known.isDeclared() != stored.declared()) {
            known.redefine(stored.spec(), stored.declared(), stored.updatedAtUnixMs());
        }
    }

    /** How often each was to be opened anew. */
    Map<ConnectorId, Long> openings() {
        return records.all().stream()
                .collect(Collectors.toMap(stored -> stored.spec().connectorId(), StoredInstance::openings));
    }
}
