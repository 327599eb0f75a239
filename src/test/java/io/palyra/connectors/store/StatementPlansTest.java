package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What operators ask for is found by an index, however many messages are stored. Of SQLite, whose planner goes by the indexes
 * alone as long as it has no statistics.
 */
class StatementPlansTest {

    /** Of a table that grows with the messages. */
    private static final Pattern SCAN =
            Pattern.compile("SCAN (inbound|outbox|dead_letters|connector_events|lanes|approvals|r|l)\\b.*");

    @TempDir
    private Path folder;

    private SqlStore store;
    private Connection connection;

    @BeforeEach
    void open() throws SQLException {
        String url = StoreUnderTest.SQLITE.newUrl(folder);
        store = StoreUnderTest.SQLITE.open(url, Clock.systemUTC());
        store.close();
        connection = StoreUnderTest.SQLITE.connect(url);
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private List<String> plan(String statement) throws SQLException {
        StatementText text = StoreUnderTest.SQLITE.statements().get(statement);
        List<String> plan = new ArrayList<>();
        try (PreparedStatement explained = connection.prepareStatement("EXPLAIN QUERY PLAN " + text.sql());
                ResultSet rows = explained.executeQuery()) {
            while (rows.next()) {
                plan.add(rows.getString("detail"));
            }
        }
        return plan;
    }

    @Test
    void aTraceIsFoundByTheIdsOfItsMessages() throws SQLException {
        assertThat(plan("trace"))
                .filteredOn(step -> step.startsWith("SEARCH"))
                .hasSize(4)
                .allMatch(step -> step.contains("envelope_id") || step.contains("message_id"));
    }

    @Test
    void eventsOfABlockAreFoundByTheirNumbers() throws SQLException {
        for (String statement : List.of("events_within", "latest_events_of_span", "messages_of_events")) {
            assertThat(plan(statement))
                    .as(statement)
                    .contains(
                            "SEARCH connector_events USING PRIMARY KEY (connector_id=? AND event_id>? AND event_id<?)");
        }
        assertThat(plan("ends_of_events"))
                .filteredOn(step -> step.startsWith("SEARCH connector_events"))
                .hasSize(2);
        assertThat(plan("next_blocks_of_events")).noneMatch(step -> step.startsWith("SCAN connector_events"));
    }

    @Test
    void eventsAreFoundByTheirTypeAndLevel() throws SQLException {
        assertThat(plan("latest_events_of_kinds"))
                .anyMatch(
                        step -> step.contains("connector_events_by_kind (connector_id=? AND <expr>=? AND event_id<?)"))
                .as("those that each message has")
                .contains("SEARCH connector_events USING PRIMARY KEY (connector_id=? AND event_id<?)")
                .noneMatch(step -> SCAN.matcher(step).matches());
        assertThat(plan("kinds_of_events"))
                .filteredOn(step -> step.startsWith("SEARCH connector_events"))
                .hasSize(2)
                .allMatch(step -> step.contains(" connector_events_by_kind (connector_id=?"));
    }

    @Test
    void deadLettersAreCountedInTheirIndex() throws SQLException {
        assertThat(plan("queue_depths"))
                .anyMatch(
                        step -> step.startsWith("SEARCH dead_letters USING COVERING INDEX dead_letters_by_direction"));
    }

    @Test
    void idsAreFoundByTheirBeginnings() throws SQLException {
        for (String statement :
                List.of("search_envelopes.inbound", "search_envelopes.outbox", "search_conversations")) {
            assertThat(plan(statement)).as(statement).noneMatch(step -> SCAN.matcher(step)
                    .matches());
        }
    }

    @Test
    void causesAreCountedInTheirIndex() throws SQLException {
        assertThat(plan("causes_of_dead_letters"))
                .anyMatch(step -> step.startsWith("SEARCH dead_letters USING COVERING INDEX dead_letters_by_reason"));
        assertThat(plan("causes_of_unknown_outcomes"))
                .anyMatch(step -> step.startsWith("SEARCH outbox USING INDEX outbox_unknown"));
    }

    @Test
    void aJobGoesThroughNoTableToFindItsNextStep() throws SQLException {
        for (String statement : List.of(
                "next_dead_rows.outbox",
                "next_dead_rows.inbound",
                "dead_letters_of_envelopes",
                "dead_letters_among",
                "revive_outbox",
                "revive_inbound",
                "resume_lanes_of_outbox",
                "running_jobs")) {
            assertThat(plan(statement)).as(statement).noneMatch(step -> SCAN.matcher(step)
                    .matches());
        }
    }

    @Test
    void openConversationsAreFoundByTheirLanes() throws SQLException {
        assertThat(plan("open_conversations"))
                .noneMatch(step -> SCAN.matcher(step).matches());
    }

    /** What is settled is looked for among the newest alone. */
    @Test
    void messagesOfAConversationAreFoundByItsLane() throws SQLException {
        for (String statement : List.of(
                "waiting_of_conversation.inbound",
                "waiting_of_conversation.outbox",
                "dead_of_conversation.inbound",
                "dead_of_conversation.outbox",
                "unknown_of_conversation")) {
            assertThat(plan(statement)).as(statement).noneMatch(step -> SCAN.matcher(step)
                    .matches());
        }
    }

    @Test
    void eventsOfAllConnectorsAreFoundByTheirNumbers() throws SQLException {
        for (String statement : List.of("last_events", "events_within", "ends_of_spans")) {
            assertThat(plan(statement))
                    .as(statement)
                    .anyMatch(step -> step.startsWith("SEARCH connector_events"))
                    .noneMatch(step -> SCAN.matcher(step).matches());
        }
    }

    @Test
    void approvalsAreFoundByWhatTheyWaitFor() throws SQLException {
        for (String statement :
                List.of("find_open_approval", "latest_approvals", "latest_approvals_in_state", "unsettled_approvals")) {
            assertThat(plan(statement))
                    .as(statement)
                    .noneMatch(step -> step.contains("TEMP B-TREE")
                            || SCAN.matcher(step).matches() && !step.contains("USING INDEX approvals_unsettled"));
        }
    }
}
