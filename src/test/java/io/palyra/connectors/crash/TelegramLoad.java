package io.palyra.connectors.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.fake.LedgerDaemon;
import io.palyra.connectors.fake.SyncedLines;
import io.palyra.connectors.fake.http.Json;
import io.palyra.connectors.fake.http.RestRequest;
import io.palyra.connectors.fake.telegram.Chat;
import io.palyra.connectors.fake.telegram.FakeTelegram;
import io.palyra.connectors.fake.telegram.Person;
import io.palyra.connectors.store.CutWire;
import io.palyra.connectors.testkit.LoopbackTelegram;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * People who write to a bot on a Telegram outside of its nodes, one numbered message after the other, and a daemon that repeats
 * what it is asked. Each process has a way of its own to the Telegram, so that the requests tell whose they are.
 */
final class TelegramLoad implements AutoCloseable {

    private static final String CHANNEL = "/channels/" + LoopbackTelegram.OPS;
    private static final int PEOPLE = 6;
    private static final int INTERVAL_MS = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Path questions;
    private final FakeTelegram telegram = FakeTelegram.start();
    private final int port = Integer.parseInt(telegram.apiUrl().replaceFirst(".*:", ""));
    private final List<CutWire> wires = new ArrayList<>();
    private final Map<String, Path> folders = new ConcurrentHashMap<>();
    private final List<Person> people = new ArrayList<>();
    private final Map<Chat, List<String>> said = new LinkedHashMap<>();
    private final ScheduledExecutorService writing = Executors.newSingleThreadScheduledExecutor();
    private int number;

    /** @param questions the daemon's ledger */
    TelegramLoad(Path questions) throws IOException {
        this.questions = questions;
        for (int i = 0; i < PEOPLE; i++) {
            people.add(telegram.addPerson("Person " + i, null));
        }
    }

    /** Of a process that is about to start. */
    Map<String, String> settings(Path folder) throws IOException {
        CutWire wire = new CutWire(port);
        wires.add(wire);
        Map<String, String> settings = new HashMap<>(LoopbackTelegram.settings(folder, telegram));
        URI url = URI.create(wire.url("http://127.0.0.1:" + port + "/"));
        folders.put(url.getAuthority(), folder);
        settings.put(LoopbackTelegram.option("api-url"), url.toString());
        settings.put("palyra.daemon.endpoint", "class:" + LedgerDaemon.class.getName() + "?bean.file=" + questions);
        // Telegram recognises nothing that it was sent before
        settings.put("palyra.outbox.on-unknown", "continue");
        return settings;
    }

    FakeTelegram telegram() {
        return telegram;
    }

    /** The folder of the process that has the session. */
    Path owner() {
        return await("a session")
                .atMost(PATIENCE)
                .until(this::latest, Optional::isPresent)
                .orElseThrow();
    }

    private Optional<Path> latest() {
        return telegram.requests().stream()
                .filter(TelegramLoad::beginsSession)
                .reduce((before, after) -> after)
                .map(request -> folders.get(process(request)));
    }

    private static boolean beginsSession(RestRequest request) {
        return request.path().endsWith("/getMe");
    }

    private static String process(RestRequest request) {
        return request.header("Host").orElseThrow();
    }

    void begin() {
        writing.scheduleWithFixedDelay(this::write, 0, INTERVAL_MS, TimeUnit.MILLISECONDS);
    }

    private void write() {
        Person author = people.get(number % PEOPLE);
        String text = "message " + number++;
        Chat chat = telegram.direct(author);
        said.computeIfAbsent(chat, any -> new ArrayList<>()).add(text);
        telegram.says(chat, author, text);
    }

    void end() throws InterruptedException {
        writing.shutdown();
        assertThat(writing.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
    }

    /** Once everything is settled, or waits for an operator. */
    void check(ForkedProgram node) throws Exception {
        Set<String> unknown = new HashSet<>();
        await("everything from Telegram settled")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> isSettled(node, unknown));
        assertThatSessionsFollowEachOther();
        assertThat(said).hasSize(PEOPLE);
        List<List<String>> asked = SyncedLines.read(questions);
        said.forEach((chat, texts) -> check(chat, texts, asked, unknown));
        System.out.println(
                "TelegramLoad: written " + number + ", asked " + asked.size() + ", unknown " + unknown.size());
    }

    private boolean isSettled(ForkedProgram node, Set<String> unknown) throws IOException, InterruptedException {
        unknown.clear();
        JsonNode rows = Json.parse(node.get(CHANNEL + "/messages/outbox?state=unknown&limit=1000"));
        rows.path("messages").forEach(row -> unknown.add(row.path("envelope_id").asText()));
        JsonNode depth = Json.parse(node.get(CHANNEL)).path("connector").path("queue_depth");
        return telegram.updates().pending() == 0
                && depth.path("pending_outbox").asInt(-1) == unknown.size()
                && depth.path("pending_inbound").asInt(-1) == 0
                && depth.path("dead_letters").asInt(-1) == 0;
    }

    /** Each was confirmed to Telegram, and is not there any more. */
    private void check(Chat chat, List<String> texts, List<List<String>> asked, Set<String> unknown) {
        Map<String, Set<String>> envelopes = new LinkedHashMap<>();
        asked.stream().filter(question -> texts.contains(question.get(2))).forEach(question -> envelopes
                .computeIfAbsent(question.get(2), text -> new LinkedHashSet<>())
                .add(question.get(1)));
        assertThat(envelopes.keySet()).as("asked the daemon").containsExactlyElementsOf(texts);
        assertThat(envelopes).allSatisfy((text, ids) -> assertThat(ids).as(text).hasSize(1));
        List<String> answers = telegram.ledger().texts(String.valueOf(chat.id()));
        assertThat(answers).as("no answer came twice").doesNotHaveDuplicates();
        assertThat(texts)
                .filteredOn(text -> !answers.contains(text))
                .as("answers that did not come, and are not said to be unknown")
                .allSatisfy(text -> assertThat(unknown)
                        .contains(envelopes.get(text).iterator().next() + ":0"));
    }

    /** A session begins with the question who the bot is. Nobody polls after another one has begun. */
    void assertThatSessionsFollowEachOther() {
        String latest = "";
        int sessions = 0;
        for (RestRequest request : telegram.requests()) {
            String process = process(request);
            if (beginsSession(request)) {
                sessions += process.equals(latest) ? 0 : 1;
                latest = process;
            } else if (request.path().endsWith("/getUpdates")) {
                assertThat(process)
                        .as("polls after session " + sessions + " has begun")
                        .isEqualTo(latest);
            }
        }
        assertThat(sessions).as("sessions").isGreaterThan(1);
    }

    @Override
    public void close() throws IOException {
        writing.shutdownNow();
        for (CutWire wire : wires) {
            wire.close();
        }
        telegram.close();
    }
}
