package io.palyra.connectors.test;

import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import org.apiguardian.api.API;

/** Where programs under test have their stores: in a file, unless there is a service that knows another place. */
@API(status = API.Status.INTERNAL)
public interface StorePlace {

    /**
     * What puts a program on its store, which it may be started on again.
     *
     * @param folder of that program alone
     */
    Map<String, String> settings(Path folder);

    static StorePlace find() {
        return ServiceLoader.load(StorePlace.class).findFirst().orElse(StorePlace::inFile);
    }

    private static Map<String, String> inFile(Path folder) {
        return Map.of(
                "palyra.store.url", "jdbc:sqlite:" + folder.resolve("store.db"), "palyra.store.synchronous", "NORMAL");
    }
}
