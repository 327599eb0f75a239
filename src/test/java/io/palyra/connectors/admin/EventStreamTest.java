package io.palyra.connectors.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.admin.StreamClient.Told;
import io.palyra.connectors.events.ConnectorEvent;
import io.palyra.connectors.events.EventLevel;
import io.palyra.connectors.events.EventType;
import io.palyra.connectors.events.PositionText;
import io.palyra.connectors.program.AdminServerStarter;
import io.palyra.connectors.program.ConnectorApplication;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.server.Connections;
import io.palyra.connectors.store.SqlStore;
import io.palyra.connectors.store.StoreUnderTest;
import io.palyra.connectors.testkit.AdminClient;
import io.palyra.connectors.testkit.AdminClient.Reply;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What happens, as it happens, over HTTP. */
@ParameterizedClass
@EnumSource
class EventStreamTest {

    private static final String EVENTS = "/admin/v1/events";
    private static final ConnectorId ECHO = ConnectorId.of("echo:default");
    private static final ConnectorId RISKY = ConnectorId.of("echo:risky");
    private static final EventStreams.Limits LIMITS =
            new EventStreams.Limits(3, Duration.ofMillis(200), Duration.ofSeconds(3));

    /** More than the buffers of both ends of a connection hold. */
    private static final int MANY = 30_000;

    @Parameter
    private StoreUnderTest database;

    @TempDir
    private Path folder;

    private ProgramUnderTest admin;
    private AdminClient client;
    private int said;

    @BeforeEach
    void start() throws Exception {
        admin = AdminSetup.in(folder).on(database).admin(this::serve).start();
        client = admin.client();
    }

    private AdminServer serve(ConnectorApplication application) {
        AdminServer server = new AdminServer(
                AdminServerStarter.services(application),
                AdminServerStarter.options(application),
                Connections.Limits.DEFAULT,
                LIMITS);
        server.start();
        application.beforeStop(server::close);
        return server;
    }

    @AfterEach
    void stop() throws Exception {
        admin.close();
    }

    /** Each is known by a number. */
    private void say(ConnectorId connector, EventLevel level, int events) {
        admin.program().transactions().writeAndWait(transaction -> {
            for (int i = 0; i < events; i++) {
                admin.program()
                        .events()
                        .append(
                                transaction,
                                ConnectorEvent.of(connector, EventType.QUEUE_PAUSED, level, "said " + said++));
            }
        });
    }

    private StreamClient open(String query, String... headers) throws Exception {
        return StreamClient.open(admin.port(), query, headers);
    }

    private static List<String> messages(StreamClient stream, int events) throws InterruptedException {
        List<String> messages = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            messages.add(stream.event().json().path("message").asText());
        }
        return messages;
    }

    @Test
    void givesFromNowOnAndGoesOnBehindAnId() throws Exception {
        say(ECHO, EventLevel.INFO, 1);
        Told last;
        try (StreamClient stream = open("?event_type=queue.*")) {
            assertThat(stream.header("Content-Type")).isEqualTo("text/event-stream");
            assertThat(stream.header("Cache-Control")).isEqualTo("no-store");
            assertThat(stream.header("X-Accel-Buffering")).isEqualTo("no");
            say(ECHO, EventLevel.INFO, 1);
            Told first = stream.event();
            assertThat(first.name()).isEqualTo("message");
            assertThat(first.json())
                    .isEqualTo(
                            client.get(EVENTS + "?event_type=queue.*&limit=1").at("/events/0"));
            assertThat(first.json().path("message").asText()).isEqualTo("said 1");
            say(RISKY, EventLevel.INFO, 2);
            stream.event();
            last = stream.event();
        }
        for (int i = 0; i < 250; i++) {
            say(i % 3 == 0 ? RISKY : ECHO, EventLevel.INFO, i % 2 + 1);
        }
        List<String> expected = new ArrayList<>();
        for (int i = 4; i < said + 1; i++) {
            expected.add("said " + i);
        }

        try (StreamClient again = open("?event_type=queue.*", "Last-Event-ID", last.id())) {
            say(ECHO, EventLevel.INFO, 1);
            assertThat(messages(again, expected.size())).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    void goesOnBehindAPageOfEvents() throws Exception {
        say(ECHO, EventLevel.INFO, 2);
        String last = client.get(EVENTS).text("/last_event_id");
        say(RISKY, EventLevel.INFO, 1);

        try (StreamClient stream = open("?level=info&event_type=queue.*&last_event_id=" + last)) {
            say(ECHO, EventLevel.INFO, 1);
            assertThat(messages(stream, 2)).containsExactly("said 2", "said 3");
        }
    }

    @Test
    void givesOnlyWhatIsWanted() throws Exception {
        try (StreamClient stream = open("?connector_id=echo:risky&level=warn&event_type=queue.paused")) {
            say(ECHO, EventLevel.ERROR, 1);
            say(RISKY, EventLevel.INFO, 1);
            say(RISKY, EventLevel.ERROR, 1);
            Told told = stream.event();
            assertThat(told.json().path("message").asText()).isEqualTo("said 2");
            assertThat(told.id())
                    .as("of one connector")
                    .isEqualTo(told.json().path("event_id").asText());
        }
        try (StreamClient stream = open("?connector_id=echo:risky&last_event_id=999999&event_type=queue.paused")) {
            say(RISKY, EventLevel.INFO, 1);
            assertThat(messages(stream, 1)).as("newer than the newest").containsExactly("said 3");
        }
    }

    @Test
    void refusesWhatIsNoIdAndResetsAForeignOne() throws Exception {
        for (String wrong : List.of(
                "x",
                "abcdef1.",
                "-1",
                "1&connector_id=echo:nobody",
                "x&connector_id=echo:risky",
                "0&event_type=queue.pausd")) {
            assertThat(client.get(StreamClient.STREAM + "?last_event_id=" + wrong)
                            .status())
                    .as(wrong)
                    .isBetween(400, 404);
        }
        try (StreamClient stream = open("?event_type=queue.*&last_event_id=zzzzzz1")) {
            assertThat(stream.event().name()).isEqualTo("reset");
            say(ECHO, EventLevel.INFO, 1);
            assertThat(messages(stream, 1)).containsExactly("said 0");
        }
    }

    /** Of a connector that was quiet, and of one that said its first while nobody listened. */
    @Test
    void saysWhereRetentionHasTakenWhatCameMeanwhile() throws Exception {
        say(ECHO, EventLevel.INFO, 1);
        String last = client.get(EVENTS + "?limit=1").text("/last_event_id");
        String ofEcho =
                client.get(EVENTS + "?connector_id=echo:default&limit=1").text("/last_event_id");
        ConnectorId fresh = ConnectorId.of("echo:fresh");
        say(ECHO, EventLevel.INFO, 5);
        say(fresh, EventLevel.INFO, 5);
        String ofFresh = client.get(EVENTS + "?limit=1").text("/last_event_id");
        admin.stop();
        try (SqlStore store = database.open(database.settings(folder).get("palyra.store.url"), Clock.systemUTC())) {
            store.transactions().writeAndWait(transaction -> store.retention()
                    .purgeEvents(transaction, System.currentTimeMillis() + 60_000, MANY));
        }
        admin.startAgain();
        client = admin.client();

        String withoutFresh = ofFresh.replaceAll("\\.?" + PositionText.of(Map.of(fresh, 5L)) + "\\.?", ".")
                .replaceAll("^\\.|\\.$", "");
        assertThat(withoutFresh).isNotEqualTo(ofFresh);
        for (String behind : List.of(
                "?last_event_id=" + last,
                "?connector_id=echo:default&last_event_id=" + ofEcho,
                "?last_event_id=" + withoutFresh)) {
            try (StreamClient stream = open(behind + "&event_type=queue.*")) {
                assertThat(stream.event().name()).as(behind).isEqualTo("reset");
            }
        }
        try (StreamClient stream = open("?event_type=queue.*&last_event_id=" + ofFresh)) {
            say(fresh, EventLevel.INFO, 1);
            assertThat(messages(stream, 1)).as("nothing is missing").containsExactly("said 11");
        }
    }

    @Test
    void takesSoManyStreamsAndNoMore() throws Exception {
        List<StreamClient> streams = new ArrayList<>();
        for (int i = 0; i < LIMITS.ofCaller(); i++) {
            streams.add(open(""));
        }
        Reply refused = client.get(StreamClient.STREAM);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.text("/code")).isEqualTo("too_many_streams");

        streams.get(0).close();
        await().until(() -> client.send("HEAD", StreamClient.STREAM, BodyPublishers.noBody())
                        .status()
                == 200);
        for (StreamClient stream : streams) {
            stream.close();
        }
    }

    @Test
    void oneCallerTakesNoStreamsOfAnother(@TempDir Path other) throws Exception {
        try (ProgramUnderTest secured = AdminSetup.in(other)
                .settings(AdminSetup.tokensOfEachRole())
                .admin(this::serve)
                .start()) {
            for (int i = 0; i < LIMITS.ofCaller(); i++) {
                StreamClient.open(secured.port(), "", AdminSetup.bearer("viewer"));
            }

            assertThat(secured.client()
                            .get(StreamClient.STREAM, AdminSetup.bearer("viewer"))
                            .status())
                    .isEqualTo(429);
            try (StreamClient stream = StreamClient.open(secured.port(), "", AdminSetup.bearer("operator"))) {
                assertThat(stream.header("Content-Type")).isEqualTo("text/event-stream");
            }
        }
    }

    @Test
    void saysNowAndThenThatItIsThereAndWhere() throws Exception {
        try (StreamClient stream = open("?event_type=queue.resumed")) {
            String begin = stream.next().id();
            assertThat(begin).isNotEmpty();
            say(ECHO, EventLevel.INFO, 1);
            await().until(() -> !Set.of("", begin).contains(stream.next().id()));
        }
    }

    @Test
    void cutsAClientThatDoesNotReadAndKeepsNobodyWaiting() throws Exception {
        try (Socket sleeper = new Socket();
                StreamClient reader = open("?event_type=queue.*")) {
            sleeper.setReceiveBufferSize(2_048);
            sleeper.connect(new InetSocketAddress("127.0.0.1", admin.port()));
            sleeper.getOutputStream()
                    .write(("GET " + StreamClient.STREAM + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(sleeper.getInputStream().read()).isEqualTo('H');
            assertThat(open("").status()).isEqualTo(200);

            say(ECHO, EventLevel.INFO, MANY);
            assertThat(messages(reader, MANY)).startsWith("said 0").endsWith("said " + (MANY - 1));

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> client.send("HEAD", StreamClient.STREAM, BodyPublishers.noBody())
                                    .status()
                            == 200);
            assertThat(reader.end()).isEmpty();
            await("its connection is gone, and what was on its way").untilAsserted(() -> assertThatIOException()
                    .isThrownBy(() -> sleeper.getOutputStream().write(' ')));
        }
    }

    @Test
    void endsInOrderWithTheProgram() throws Exception {
        try (StreamClient stream = open("")) {
            stream.next();
            admin.stop();
            await().untilAsserted(() -> assertThat(stream.end()).isEqualTo("ended"));
        }
    }
}
