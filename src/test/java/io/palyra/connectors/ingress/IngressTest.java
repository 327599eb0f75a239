package io.palyra.connectors.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.routes.SafeRouteReload;
import io.palyra.connectors.server.PipeliningLimit;
import io.palyra.connectors.testkit.ProgramUnderTest;
import io.palyra.connectors.testkit.RoutesUnderTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.health.HealthCheckHelper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: users' paths work, and strangers get nothing else. Method: the program with routes of a user, called over HTTP. */
class IngressTest {

    private static final int MIB = 1024 * 1024;
    private static final Duration RELOAD = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static final String HOOKS = String.join(
            "",
            hook("mirror", "/mirror?httpMethodRestrict=POST", "setBody: {simple: '${bodyAs(String)}'}"),
            hook("size", "/size/{what}", "setBody: {simple: '${header.what} ${bodyAs(String).length}'}"),
            hook("headers", "/headers", "setBody: {simple: 'has ${headers}'}"),
            hook("form", "/form", "setBody: {simple: 'has ${header.payload.length}'}"),
            hook("upload", "/upload", "setBody: {simple: '${header.CamelFileName} ${bodyAs(String)}'}"),
            hook(
                    "fails",
                    "/fails",
                    "throwException: {exceptionType: java.lang.IllegalStateException, message: inner secret}"),
            hook(
                    "json",
                    "/json",
                    "unmarshal: {json: {unmarshalType: io.palyra.connectors.protocol.OutboundMessageRequest}}",
                    "setBody: {simple: '${body.conversationId.value}'}"),
            hook(
                    "json-map",
                    "/json-map",
                    "unmarshal: {json: {}}",
                    "setBody: {simple: '${body[orderId]} ${body[lines][1]}'}"));

    @TempDir
    static Path folder;

    private static Path routes;
    private static ProgramUnderTest program;

    @BeforeAll
    static void start() throws Exception {
        RoutesUnderTest files = RoutesUnderTest.copy(folder);
        routes = folder.resolve("routes");
        Files.writeString(routes.resolve("hooks.camel.yaml"), HOOKS);
        program = ProgramUnderTest.start(
                folder, files.with(Map.of("palyra.ingress.port", "0", "palyra.shutdown.deadline", "5s")));
    }

    @AfterAll
    static void stop() throws Exception {
        program.close();
    }

    @Test
    void servesPathsOfRoutesAndNothingElse() throws Exception {
        assertThat(post("/mirror", "Grüße").body()).isEqualTo("Grüße");
        assertThat(get("/size/nothing").body()).isEqualTo("nothing 0");
        assertThat(get("/mirror").statusCode()).isEqualTo(405);
        for (String path :
                new String[] {"/", "/admin/v1/channels", "/observe/health/ready", "/openapi.json", "/mirror/x"}) {
            assertThat(get(path).statusCode()).as(path).isEqualTo(404);
        }
    }

    @Test
    void takesABodyOfAMebibyteAndNoByteMore() throws Exception {
        assertThat(post("/size/a", "x".repeat(MIB)).body()).isEqualTo("a " + MIB);
        assertThat(post("/size/a", "x".repeat(MIB + 1)).statusCode()).isEqualTo(413);

        BodyPublisher unstated = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[MIB + 1]));
        assertThat(send(request("/size/a").POST(unstated)).statusCode()).isEqualTo(413);
    }

    @Test
    void readsFormsUpToTheSameSize() throws Exception {
        assertThat(form("/form", "payload=" + "x".repeat(100_000)).body()).isEqualTo("has 100000");
        assertThat(form("/form", "payload=" + "x".repeat(MIB)).statusCode()).isEqualTo(413);

        String upload = "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"note.txt\"\r\n"
                + "Content-Type: text/plain\r\n\r\nHello\r\n--b--\r\n";
        String climbing = upload.replace("note.txt", "../..\\\\note.txt");
        assertThat(send(request("/upload")
                                .header("Content-Type", "multipart/form-data; boundary=b")
                                .POST(BodyPublishers.ofString(climbing)))
                        .body())
                .isEqualTo("note.txt Hello");
        assertThat(send(request("/upload")
                                .header("Content-Type", "multipart/form-data; boundary=b")
                                .POST(BodyPublishers.ofString(upload)))
                        .body())
                .isEqualTo("note.txt Hello");
    }

    /** They would choose conversations and files. */
    @Test
    void headersThatRoutesListenToDoNotComeFromOutside() throws Exception {
        String headers = send(request("/headers?mine=z&CamelFileName=x&camelPalyraThreadId=y")
                        .header("CamelPalyraConversationId", "elsewhere")
                        .header("X-Own", "a")
                        .GET())
                .body();

        assertThat(headers.toLowerCase(Locale.ROOT))
                .contains(", x-own=a", ", mine=z")
                .doesNotContain("camelpalyraconversationid", ", camelfilename=", ", camelpalyrathreadid=");
    }

    /** Whoever makes others follow a link would set their cookies. */
    @Test
    void fieldsOfTheRequestAreNoHeadersOfTheAnswer() throws Exception {
        String fields =
                "Set-Cookie=a&Access-Control-Allow-Origin=*&%20no%20name=1&X-Line=%0d%0aX-Next:1&X-Two=1&X-Two=2";

        HttpResponse<String> linked =
                send(request("/headers?" + fields).header("X-Own", "mine").GET());
        assertThat(linked.statusCode()).isEqualTo(200);
        assertThat(linked.body()).contains("Set-Cookie=a", "X-Two=[1, 2]");
        assertThat(linked.headers().map())
                .containsKey("x-own")
                .doesNotContainKeys("set-cookie", "access-control-allow-origin", "x-line", "x-next", "x-two");

        HttpResponse<String> sent = form("/headers", fields);
        assertThat(sent.statusCode()).isEqualTo(200);
        assertThat(sent.headers().map()).doesNotContainKeys("set-cookie", "access-control-allow-origin");
    }

    /** It would be read as the next request. */
    @Test
    void aBodyInAnUnknownCodingIsRefused() throws Exception {
        try (Socket sender = socket()) {
            sender.getOutputStream()
                    .write(("POST /mirror HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: xchunked\r\n\r\n"
                                    + "GET /headers HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));

            assertThat(answers(sender)).isZero();
        }
    }

    @Test
    void whatWaitsInARouteThatIsEndedIsAnswered() throws Exception {
        write(routes.resolve("own.camel.yaml"), hook("own", "/waits", "delay: {constant: 3600000}"));
        await().atMost(RELOAD).until(() -> program.context().getRoute("own") != null);
        CompletableFuture<HttpResponse<String>> answer =
                HTTP.sendAsync(request("/waits").GET().build(), HttpResponse.BodyHandlers.ofString());
        await().until(() -> program.context().getInflightRepository().size("own") == 1);

        program.context().getRouteController().stopRoute("own", 1, TimeUnit.MILLISECONDS);

        assertThat(answer.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(500);
        Files.delete(routes.resolve("own.camel.yaml"));
        await().atMost(RELOAD).until(() -> program.context().getRoute("own") == null);
    }

    @Test
    void aRouteThatFailsTellsNothingOfItself() throws Exception {
        HttpResponse<String> failed = get("/fails");

        assertThat(failed.statusCode()).isEqualTo(500);
        assertThat(failed.body()).isEmpty();
    }

    @Test
    void jsonBecomesTheProgramsRecordsAsTheyAreOnTheWireAndMapsAsTheyAre() throws Exception {
        String message =
                "{\"envelope_id\":\"e\",\"connector_id\":\"echo:default\",\"conversation_id\":\"ops\",\"text\":\"t\"}";

        assertThat(post("/json", message).body()).isEqualTo("ops");
        assertThat(post("/json-map", "{\"orderId\":7,\"lines\":[\"a\",\"b\"]}").body())
                .isEqualTo("7 b");
    }

    @Test
    void cutsWhoSendsTooManyRequestsAhead() throws Exception {
        try (Socket flood = socket()) {
            flood.getOutputStream()
                    .write("GET /headers HTTP/1.1\r\nHost: localhost\r\n\r\n"
                            .repeat(20 * PipeliningLimit.AHEAD_MAX)
                            .getBytes(StandardCharsets.US_ASCII));

            assertThat(answers(flood)).isLessThan(20 * PipeliningLimit.AHEAD_MAX);
        }
    }

    @Test
    void healthSaysWhereItListens() {
        assertThat(HealthCheckHelper.invokeReadiness(program.application().context(), "full"))
                .filteredOn(result -> result.getCheck().getId().equals("ingress"))
                .singleElement()
                .satisfies(result -> assertThat(result.getMessage()).contains("takes calls at " + address()));
    }

    @Test
    void pathsComeChangeAndGoWithTheirFile() throws Exception {
        Path own = routes.resolve("own.camel.yaml");
        write(own, own("/first"));
        await().atMost(RELOAD).until(() -> get("/first").statusCode() == 200);

        write(own, own("/second"));
        await().atMost(RELOAD).until(() -> get("/second").statusCode() == 200);
        assertThat(get("/first").statusCode()).isEqualTo(404);

        write(own, own("/third").replace("steps:", "stepps:"));
        await().atMost(RELOAD)
                .until(() -> program.application()
                                .context()
                                .hasService(SafeRouteReload.class)
                                .getLastError()
                        != null);
        assertThat(get("/second").statusCode()).isEqualTo(200);

        Files.delete(own);
        await().atMost(RELOAD).until(() -> get("/second").statusCode() == 404);
        assertThat(post("/mirror", "still here").body()).isEqualTo("still here");
    }

    @Test
    void aRequestInHandIsAnsweredAtAStop(@TempDir Path other) throws Exception {
        RoutesUnderTest files = RoutesUnderTest.copy(other);
        Files.writeString(
                other.resolve("routes/own.camel.yaml"),
                hook("own", "/slow", "delay: {constant: 1000}", "setBody: {constant: own}"));
        ProgramUnderTest stopping = ProgramUnderTest.start(
                other, files.with(Map.of("palyra.ingress.port", "0", "palyra.shutdown.deadline", "5s")));
        try {
            String address = stopping.application().ingress().orElseThrow().address();
            CompletableFuture<HttpResponse<String>> answer = HTTP.sendAsync(
                    HttpRequest.newBuilder(URI.create("http://" + address + "/slow"))
                            .timeout(PATIENCE)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            await().until(() ->
                    stopping.application().context().getInflightRepository().size("own") == 1);

            stopping.close();

            assertThat(answer.get(10, TimeUnit.SECONDS).body()).isEqualTo("own");
        } finally {
            stopping.close();
        }
    }

    @Test
    void refusesItsPathsWhereItIsOff(@TempDir Path other) throws Exception {
        RoutesUnderTest files = RoutesUnderTest.copy(other);
        Files.writeString(other.resolve("routes/own.camel.yaml"), own("/first"));

        assertThatThrownBy(() -> ProgramUnderTest.start(other, files.with(Map.of())))
                .hasMessageContainingAll("platform-http:/first", "palyra.ingress.port");
    }

    @Test
    void aPortThatCannotBeHadEndsTheStart(@TempDir Path other) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(taken.getLocalPort());

            assertThatThrownBy(() -> ProgramUnderTest.start(other, Map.of("palyra.ingress.port", port)))
                    .hasMessageContainingAll("palyra.ingress.port", port, "in use", "another port");
        }
    }

    /** A route that serves a path by these steps. */
    private static String hook(String id, String path, String... steps) {
        return "- route: {id: %s, from: {uri: 'platform-http:%s', steps: [{%s}]}}\n"
                .formatted(id, path, String.join("}, {", steps));
    }

    private static String own(String path) {
        return hook("own", path, "setBody: {constant: own}");
    }

    private static void write(Path file, String text) throws IOException {
        Path fresh = Files.writeString(folder.resolve("edited.tmp"), text);
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    private static HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send(request(path).POST(BodyPublishers.ofString(body)));
    }

    private static HttpResponse<String> form(String path, String body) throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body)));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://" + address() + path)).timeout(PATIENCE);
    }

    private static String address() {
        return program.application().ingress().orElseThrow().address();
    }

    private static Socket socket() throws IOException {
        return new Socket(
                "127.0.0.1", program.application().ingress().orElseThrow().port());
    }

    /** How many come before the connection ends. */
    private static int answers(Socket socket) {
        StringBuilder text = new StringBuilder();
        byte[] bytes = new byte[8192];
        try {
            for (int read = socket.getInputStream().read(bytes);
                    read >= 0;
                    read = socket.getInputStream().read(bytes)) {
                text.append(new String(bytes, 0, read, StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            // Cut: what was read before counts
        }
        return text.toString().split("HTTP/1.1 200 OK", -1).length - 1;
    }
}
