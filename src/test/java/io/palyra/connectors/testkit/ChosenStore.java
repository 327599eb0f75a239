package io.palyra.connectors.testkit;

import io.palyra.connectors.store.StoreUnderTest;
import io.palyra.connectors.test.StorePlace;
import java.nio.file.Path;
import java.util.Map;

/** Programs of the test kit have their stores where all others have them. */
public final class ChosenStore implements StorePlace {

    @Override
    public Map<String, String> settings(Path folder) {
        return StoreUnderTest.ofPrograms().settings(folder);
    }
}
