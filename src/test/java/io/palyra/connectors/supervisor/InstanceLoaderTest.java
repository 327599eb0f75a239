package io.palyra.connectors.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.adapter.ConnectorType;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.store.SqlStore;
import io.palyra.connectors.store.StoreUnderTest;
import io.palyra.connectors.testkit.ConnectorUnderTest;
import io.palyra.connectors.time.SteadyClock;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class InstanceLoaderTest {

    private static final ConnectorId ECHO = ConnectorId.of("echo:default");
    private static final ConnectorId FLAKY = ConnectorId.of("flaky:ops");

    @Parameter
    private StoreUnderTest database;

    @TempDir
    Path folder;

    private SqlStore store;
    private InstanceRecords records;

    @BeforeEach
    void open() {
        Clock clock = Clock.systemUTC();
        store = database.open(database.newUrl(folder), clock);
        records = new InstanceRecords(store.instances(), store.events(), store.transactions(), clock);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void anInstanceWhoseKindIsGoneStaysStoredAndIsNotSeen() throws Exception {
        records.registered(ConnectorUnderTest.spec(FLAKY), false);
        records.registered(ConnectorUnderTest.spec(ECHO), false);

        InstanceRegistry loaded = load(ConnectorType.all().stream()
                .filter(type -> !type.kind().equals(FLAKY.kind()))
                .toList());

        assertThat(loaded.all()).extracting(ConnectorInstance::id).containsExactly(ECHO);
        assertThat(records.all())
                .extracting(stored -> stored.spec().connectorId())
                .contains(FLAKY);
    }

    @Test
    void aBuiltInInstanceThatWasRemovedDoesNotComeBack() throws Exception {
        load(ConnectorType.all());
        records.removed(ECHO);

        assertThat(load(ConnectorType.all()).find(ECHO)).isEmpty();
    }

    private InstanceRegistry load(List<ConnectorType> types) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            InstanceRegistry instances = new InstanceRegistry(SteadyClock.ofMachine());
            new InstanceLoader(new ConnectorCatalog(types), records, instances).load(List.of());
            return instances;
        }
    }
}
