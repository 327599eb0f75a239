package io.palyra.connectors.abuse;

import io.palyra.connectors.store.StoreUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Messages that a route sends at a steady rate, as a platform's users would, whatever happens around the admin API. */
final class Traffic {

    static final int PER_SECOND = 200;

    private static final String ENVELOPES = "traffic-";

    private Traffic() {}

    /**
     * What the store says of some time.
     *
     * @param delivered messages a second
     * @param p50Ms from a message's acceptance to its receipt
     */
    record Rate(double delivered, long p50Ms, long p99Ms) {

        @Override
        public String toString() {
            return "%.0f/s delivered, p50 %d ms, p99 %d ms".formatted(delivered, p50Ms, p99Ms);
        }
    }

    /** @return the pattern of the route's file, for {@code camel.main.routesIncludePattern} */
    static String route(Path folder, int seconds) throws IOException {
        Path file = folder.resolve("traffic.camel.yaml");
        Files.writeString(file, """
                - route:
                    id: traffic
                    from:
                      uri: timer:traffic
                      parameters:
                        period: %d
                        delay: 0
                        repeatCount: %d
                        includeMetadata: true
                      steps:
                        - setHeader:
                            name: CamelPalyraConversationId
                            simple: "t${random(0,8)}"
                        - setHeader:
                            name: CamelPalyraEnvelopeId
                            simple: "%s${exchangeProperty.CamelTimerCounter}"
                        - setBody:
                            constant: hello
                        - to: palyra-outbox:ledger:default
                """.formatted(1_000 / PER_SECOND, PER_SECOND * seconds, ENVELOPES));
        return "file:" + file;
    }

    /** Of the messages that were settled in that time. */
    static Rate between(Path folder, long fromUnixMs, long toUnixMs) throws SQLException {
        List<Long> took = new ArrayList<>();
        try (Connection connection = StoreUnderTest.ofPrograms().connect(folder);
                PreparedStatement select = connection.prepareStatement(
                        "SELECT settled_at_unix_ms - created_at_unix_ms FROM outbox WHERE envelope_id LIKE ?"
                                + " AND state = 'delivered' AND settled_at_unix_ms BETWEEN ? AND ? ORDER BY 1")) {
            select.setString(1, ENVELOPES + "%");
            select.setLong(2, fromUnixMs);
            select.setLong(3, toUnixMs);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    took.add(rows.getLong(1));
                }
            }
        }
        if (took.isEmpty()) {
            return new Rate(0, 0, 0);
        }
        return new Rate(
                took.size() * 1_000.0 / (toUnixMs - fromUnixMs),
                took.get(took.size() / 2),
                took.get(took.size() * 99 / 100));
    }
}
