package io.palyra.connectors.contract;

import io.palyra.connectors.store.StoreUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Goal: a connector keeps what the framework promises of every connector.
 *
 * <p>Method: each {@link ContractRule} runs against the real program and the connector's real code,
 * talking to a stand-in of its platform. A connector adds one subclass, with its {@link PlatformUnderTest}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ConnectorContract {

    static final Duration PATIENCE = Duration.ofSeconds(20);

    private PlatformUnderTest platform;
    private Subject subject;

    /** Starts the stand-in. */
    protected abstract PlatformUnderTest startPlatform() throws Exception;

    /** Where the program has its store. */
    StoreUnderTest database() {
        return StoreUnderTest.ofPrograms();
    }

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        platform = startPlatform();
        subject = Subject.start(platform, database(), folder, PATIENCE);
    }

    @AfterAll
    void stop() throws Exception {
        subject.close();
        platform.close();
    }

    @ParameterizedTest
    @EnumSource
    void keeps(ContractRule rule) throws Exception {
        rule.check(subject);
    }
}
