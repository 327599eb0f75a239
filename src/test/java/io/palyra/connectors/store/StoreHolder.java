package io.palyra.connectors.store;

import io.palyra.connectors.crash.WarmStart;
import io.palyra.connectors.time.SteadyClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A process of its own that opens a store, says so, writes a row when it is told to, and holds the store until it is killed. */
final class StoreHolder {

    static final String OPEN = "open";
    static final String WRITE = "write";
    static final String WRITTEN = "written";

    private static final String ROW = "INSERT INTO rate_limits VALUES ('x:a', '', 'slow', 1, 2)";

    private StoreHolder() {}

    static Process start(String url, String... options) throws IOException {
        return new ProcessBuilder(Stream.of(
                                List.of(Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString()),
                                List.of(options),
                                WarmStart.options(),
                                List.of(StoreHolder.class.getName(), url))
                        .flatMap(List::stream)
                        .toList())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    public static void main(String[] arguments) throws IOException {
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (SqlStore store = SqlStore.openSqlite(arguments[0], true, SteadyClock.ofMachine())) {
            System.out.println(OPEN);
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                store.transactions().writeAndWait(transaction -> SqlTransaction.statements(transaction)
                        .update(StatementText.of(ROW)));
                System.out.println(WRITTEN);
            }
        }
    }
}
