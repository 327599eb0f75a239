package io.palyra.connectors.store;

import io.palyra.connectors.cluster.Topic;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears what other nodes tell, by LISTEN on a connection of its own. */
final class PostgresTopics implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresTopics.class);

    private static final Duration WAIT = Duration.ofSeconds(5);
    private static final int ANSWER_WAIT_S = 5;
    private static final Duration RECONNECT_WAIT = Duration.ofSeconds(1);

    private final Opening.Connector connector;
    private volatile boolean closed;
    private volatile @Nullable Connection listening;

    PostgresTopics(Opening.Connector connector) {
        this.connector = connector;
    }

    void listen(List<Topic> all, Consumer<Topic> hears) {
        Thread thread = new Thread(() -> run(all, hears), "palyra-store-topics");
        thread.setDaemon(true);
        thread.start();
    }

    private void run(List<Topic> all, Consumer<Topic> hears) {
        while (!closed) {
            try (Connection connection = connector.open()) {
                listening = connection;
                begin(connection);
                all.forEach(hears);
                PGConnection notified = connection.unwrap(PGConnection.class);
                while (!closed) {
                    PGNotification[] told = notified.getNotifications(Math.toIntExact(WAIT.toMillis()));
                    for (PGNotification one : told) {
                        heard(one.getParameter(), hears);
                    }
                    if (told.length == 0 && !connection.isValid(ANSWER_WAIT_S)) {
                        throw new SQLException("the connection that listens is dead");
                    }
                }
            } catch (SQLException | RuntimeException e) {
                if (!closed) {
                    LOG.debug("Other nodes are not heard at present: {}", e.getMessage());
                    pause();
                }
            } catch (Error e) {
                // Whoever was to hear something found no thread or memory for it: everything is told again
                if (!closed) {
                    LOG.error("Other nodes are not heard at present: {}", e.toString());
                    pause();
                }
            }
        }
    }

    private static void begin(Connection connection) throws SQLException {
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement()) {
            statement.execute("LISTEN \"palyra " + connection.getSchema().replace("\"", "\"\"") + "\"");
        }
    }

    /** A node of a later version may have more to tell. */
    private static void heard(String topic, Consumer<Topic> hears) {
        try {
            hears.accept(Topic.valueOf(topic));
        } catch (IllegalArgumentException e) {
            LOG.debug("Another node tells of {}", topic);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(RECONNECT_WAIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        try (Connection closing = listening) {
            // Its thread ends with it
        } catch (SQLException e) {
            LOG.debug("The connection that listens did not close: {}", e.getMessage());
        }
    }
}
