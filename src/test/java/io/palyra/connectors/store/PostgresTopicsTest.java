package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.LogLines;
import io.palyra.connectors.cluster.Topic;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** For a moment the machine makes no more threads, just as another node tells something. */
class PostgresTopicsTest {

    @Test
    void hearsTheOtherNodesAgainAfterAnError() throws Exception {
        String url = TestPostgres.newDatabase();
        Queue<Topic> heard = new ConcurrentLinkedQueue<>();
        AtomicBoolean fails = new AtomicBoolean();
        try (LogLines log = LogLines.of(PostgresTopics.class);
                PostgresTopics topics = new PostgresTopics(() -> StoreUnderTest.POSTGRESQL.connect(url));
                Connection other = StoreUnderTest.POSTGRESQL.connect(url)) {
            topics.listen(List.of(Topic.NODES), topic -> {
                if (fails.compareAndSet(true, false)) {
                    throw new InternalError("no thread is left");
                }
                heard.add(topic);
            });
            await().until(() -> heard.contains(Topic.NODES));
            heard.clear();
            fails.set(true);
            tell(other, Topic.ACCESS);

            await().untilAsserted(() ->
                    assertThat(heard).as("what may have been missed").contains(Topic.NODES));
            tell(other, Topic.INBOUND);
            await().untilAsserted(() -> assertThat(heard).contains(Topic.INBOUND));
            assertThat(log.lines())
                    .containsExactly(
                            "ERROR Other nodes are not heard at present: java.lang.InternalError: no thread is left");
        }
    }

    private static void tell(Connection connection, Topic topic) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("NOTIFY \"palyra " + connection.getSchema() + "\", '" + topic + "'");
        }
    }
}
