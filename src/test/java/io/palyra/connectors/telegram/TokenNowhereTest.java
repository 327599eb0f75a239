package io.palyra.connectors.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.Command;
import io.palyra.connectors.fake.http.Fault;
import io.palyra.connectors.fake.http.RestAnswer;
import io.palyra.connectors.fake.telegram.Chat;
import io.palyra.connectors.fake.telegram.FakeTelegram;
import io.palyra.connectors.fake.telegram.FakeTelegramOptions;
import io.palyra.connectors.fake.telegram.TelegramFault;
import io.palyra.connectors.protocol.DeliveryReceipt;
import io.palyra.connectors.protocol.WireFormat;
import io.palyra.connectors.testkit.LoopbackTelegram;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: the token, which is a part of every URL, is shown to nobody.
 *
 * <p>Method: one program with everything logged meets each fault once, on each kind of request; some of them repeat the URL. Then
 * everything is looked at that a person may read.
 */
class TokenNowhereTest {

    /** Far from what a request of the fake takes; short, as some are sat out. */
    private static final int TIMEOUT_MS = 1_000;

    private static final String TOKEN = "7100000007:AAsEcReT-half_of_the_hidden-ToKeN_01";

    @TempDir
    private Path folder;

    private FakeTelegram telegram;
    private TokenWatch watch;
    private ProgramUnderTest program;
    private int messages;

    @BeforeEach
    void start() throws Exception {
        telegram = FakeTelegram.start(
                FakeTelegramOptions.defaults().token(TOKEN).repeats(Duration.ofMillis(10), Duration.ofMillis(50)));
        telegram.privacy(false);
        watch = new TokenWatch(telegram.token());
        program = ProgramUnderTest.in(folder)
                .telegram(telegram)
                .patience(Duration.ofSeconds(30))
                .admin()
                .start();
    }

    @AfterEach
    void stop() throws Exception {
        program.close();
        watch.close();
        telegram.close();
    }

    private Map<String, Fault> faults() {
        String url = telegram.apiUrl() + "/bot" + telegram.token() + "/sendMessage";
        String page = "<html><title>Gateway</title><pre>POST " + url + "</pre></html>";
        Map<String, Fault> faults = new LinkedHashMap<>();
        faults.put("reset", Fault.resetBeforeAccepting());
        faults.put("reset afterwards", Fault.resetAfterAccepting());
        faults.put("end of file", Fault.closedAfterAccepting());
        faults.put("broken off in its headers", TelegramFault.portal().brokenOffInHeaders());
        faults.put("shorter than announced", TelegramFault.shortAnswerAfterAccepting());
        faults.put("broken JSON", TelegramFault.brokenJsonAfterAccepting());
        faults.put("broken JSON with the URL", Fault.status(200, "application/json", "{\"ok\":true,\"url\":\"" + url));
        faults.put("a page with the URL", Fault.status(200, "text/html", page));
        faults.put(
                "a page that is cut in the token",
                Fault.status(200, "text/html", page.substring(0, page.indexOf("ReT-") + 10)));
        faults.put("the URL twice escaped", Fault.status(502, "text/html", url.replace(":AAs", "%3AAAs")));
        faults.put("the URL as HTML", Fault.status(502, "text/html", url.replace(":AAs", "&#58;AAs")));
        faults.put("502 with the URL", Fault.status(502, "text/html", page));
        faults.put("408 with the URL", Fault.status(408, "text/html", page));
        faults.put("413 with the URL", Fault.status(413, "text/html", page));
        faults.put("404 with the URL", Fault.status(404, "text/html", page));
        faults.put("a type with the URL", Fault.status(404, "text/html; " + url, page));
        faults.put("307 to the URL", Fault.status(307, "text/html", page).with("Location", url));
        faults.put("302 to the URL", Fault.redirect(url));
        faults.put("429", TelegramFault.refused(429, "Too Many Requests: " + url));
        faults.put("500", TelegramFault.refused(500, "Internal Server Error: " + url));
        faults.put("409", TelegramFault.refused(409, "Conflict of " + url));
        faults.put("403", TelegramFault.refused(403, "Forbidden: " + url));
        faults.put("400", TelegramFault.refused(400, "Bad Request: " + url));
        faults.put("400 of the chat", TelegramFault.refused(400, "Bad Request: chat not found: " + url));
        faults.put("404", TelegramFault.refused(404, "Not Found: " + url));
        faults.put("401", TelegramFault.refused(401, "Unauthorized: invalid token specified: " + url));
        faults.put(
                "ok with the URL in place of a message",
                Fault.accepting(RestAnswer.of(200, "application/json", "{\"ok\":true,\"result\":\"" + url + "\"}")));
        return faults;
    }

    @Test
    void isShownNowhere() throws Exception {
        watch.lookAtThreads();
        for (Map.Entry<String, Fault> fault : faults().entrySet()) {
            send(fault.getKey(), fault.getValue());
            poll(fault.getValue());
            checkHealth(fault.getValue());
            probe(fault.getValue());
            edit(fault.getValue());
        }
        send("no answer in time", Fault.silentAfterAccepting());
        lookWhileRequestsAreUnderWay();
        revoke();
        lookAtEverything();
        program.restart();
        program.awaitConnected();
        lookAtEverything();
        program.stop();
        watch.lookAtFiles("the store", folder, "store.db");
        assertThat(watch.logged()).as("lines logged").isGreaterThan(10_000);
        assertThat(watch.found()).isEmpty();
    }

    /** By the outbox, and by a route's producer, which throws. */
    private void send(String name, Fault fault) {
        Chat chat = telegram.addGroup("of one fault");
        telegram.faults().times(2, TelegramFault.to("sendMessage", chat), fault);
        String envelope = "m" + messages++;
        var message = program.message("direct " + envelope, String.valueOf(chat.id()), name)
                .timeoutMs(TIMEOUT_MS)
                .build();
        try {
            program.produce("", message, DeliveryReceipt.class);
        } catch (RuntimeException e) {
            watch.look("an exception", e);
        }
        program.enqueue(program.message(envelope, String.valueOf(chat.id()), name)
                .timeoutMs(TIMEOUT_MS)
                .build());
        program.within().until(() -> telegram.faults().left() == 0);
        mend();
    }

    private void poll(Fault fault) {
        telegram.faults().next(TelegramFault.to("getUpdates"), fault);
        telegram.says(telegram.chat(), telegram.person(), "wakes the poll");
        program.within().until(() -> telegram.faults().left() == 0);
        mend();
    }

    private void checkHealth(Fault fault) {
        telegram.faults().next(TelegramFault.to("getMe"), fault);
        lookAt(
                "health-refresh",
                program.client()
                        .post("/admin/v1/channels/telegram:ops/operations/health-refresh")
                        .response()
                        .body());
        telegram.faults().clear();
        mend();
    }

    private void probe(Fault fault) {
        telegram.faults().next(TelegramFault.to("getMe"), fault);
        lookAt(
                "probe",
                program.client()
                        .post("/admin/v1/channels/probe", "{'kind':'telegram','name':'ops'}")
                        .response()
                        .body());
        telegram.faults().clear();
        mend();
    }

    private void edit(Fault fault) {
        telegram.faults().next(TelegramFault.to("editMessageText"), fault);
        String chat = String.valueOf(telegram.chat().id());
        lookAt(
                "an operation",
                program.client()
                        .post("/admin/v1/channels/telegram:ops/messages/edit", """
                                {'locator':{'target':{'conversation_id':'%s'},'message_id':'7'},'body':'edited'}
                                """.formatted(chat))
                        .response()
                        .body());
        telegram.faults().clear();
        mend();
    }

    /** Some faults end the session, and some after a moment. */
    private void mend() {
        program.supervisor().setEnabled(LoopbackTelegram.OPS, false);
        program.supervisor().setEnabled(LoopbackTelegram.OPS, true);
        program.awaitConnected();
    }

    private void lookWhileRequestsAreUnderWay() throws Exception {
        program.awaitConnected();
        CountDownLatch release = new CountDownLatch(1);
        telegram.faults().next(TelegramFault.to("sendMessage"), Fault.heldUntil(release));
        telegram.faults().next(TelegramFault.to("getMe"), Fault.heldUntil(release));
        Chat chat = telegram.addGroup("held");
        program.enqueue("held", String.valueOf(chat.id()), "held");
        CompletableFuture<?> health =
                CompletableFuture.runAsync(() -> program.supervision().calls().checkHealth(LoopbackTelegram.OPS, null));
        program.within().until(() -> telegram.faults().left() == 0);
        watch.lookAtThreads();
        release.countDown();
        health.get();
        program.awaitDelivered("held");
    }

    private void revoke() {
        telegram.revoke(true);
        program.enqueue("revoked", String.valueOf(telegram.chat().id()), "revoked");
        program.within().until(() -> program.status().readiness().wireName().equals("auth_failed"));
        lookAtEverything();
        telegram.revoke(false);
        program.supervisor().setEnabled(LoopbackTelegram.OPS, true);
        program.awaitConnected();
        program.awaitDelivered("revoked");
    }

    private void lookAt(String place, String text) {
        watch.look(place, text);
    }

    private void lookAtEverything() {
        try {
            watch.lookAtThreads();
            watch.lookAtFiles("the store", folder, "store.db");
            lookAtApi();
            lookAtCommands();
            lookAtBeans();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        var calls = program.supervision().calls();
        lookAt("runtime", calls.runtime(LoopbackTelegram.OPS).toString());
        lookAt("status", program.status().toString());
        program.events().forEach(event -> lookAt("an event", event.toString()));
        program.context().getEndpoints().forEach(endpoint -> {
            lookAt("an endpoint", endpoint.toString());
            lookAt("an endpoint", endpoint.getEndpointUri());
        });
    }

    /** Every path that the description of the API says can be got, but for the stream, which has no end. */
    private void lookAtApi() throws Exception {
        JsonNode description = WireFormat.tree(Files.readString(Path.of("src/main/resources/openapi.json")));
        int got = 0;
        for (Map.Entry<String, JsonNode> path : description.path("paths").properties()) {
            if (path.getValue().has("get") && !path.getKey().endsWith("/stream")) {
                String filled = path.getKey()
                        .replace("{id}", "telegram:ops")
                        .replace("{kind}", "telegram")
                        .replace("{envelope}", "m3")
                        .replace("{approval}", "none")
                        .replace("{job}", "none");
                lookAt(
                        "GET " + path.getKey(),
                        program.client().get(filled).response().body());
                got++;
            }
        }
        assertThat(got).as("calls").isGreaterThan(8);
    }

    private void lookAtCommands() {
        for (List<String> command : List.of(
                List.of("channels", "list"),
                List.of("channels", "status", "telegram:ops"),
                List.of("channels", "status", "telegram:ops", "--json"),
                List.of("channels", "logs", "telegram:ops", "--limit", "500"),
                List.of("channels", "dead-letters", "telegram:ops"),
                List.of("channels", "health-refresh", "telegram:ops"),
                List.of("message", "list", "telegram:ops"),
                List.of("message", "status", "telegram:ops", "m3"))) {
            Command done = Command.run(with(command, "--url=http://127.0.0.1:" + program.port()));
            lookAt("a command", done.out() + done.err());
            assertThat(done.out() + done.err()).as(command.toString()).isNotEmpty();
        }
    }

    private static String[] with(List<String> command, String url) {
        return Stream.concat(command.stream(), Stream.of(url)).toArray(String[]::new);
    }

    private void lookAtBeans() throws Exception {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        for (ObjectName name : beans.queryNames(new ObjectName("org.apache.camel:*"), null)) {
            lookAt("a bean", name.toString());
            for (MBeanAttributeInfo attribute : beans.getMBeanInfo(name).getAttributes()) {
                try {
                    lookAt("a bean", String.valueOf(beans.getAttribute(name, attribute.getName())));
                } catch (Exception e) {
                    watch.look("a bean", e);
                }
            }
        }
    }

    /** An operator who puts the whole address there has told it to the settings: the program tells nobody else. */
    @Test
    void anAddressWithTheTokenInItIsRefusedAndNotRepeated() throws Exception {
        program.restartWith(
                "palyra.connectors.telegram.ops.enabled=true",
                "palyra.connectors.telegram.ops.token={{file:" + folder.resolve("token") + "}}",
                "palyra.connectors.telegram.ops.api-url=https://api.telegram.org/bot" + telegram.token() + "/");
        program.awaitThat(() -> assertThat(program.status().lastError()).contains("api-url"));
        lookAtEverything();
        program.stop();
        assertThat(watch.found()).isEmpty();
    }
}
