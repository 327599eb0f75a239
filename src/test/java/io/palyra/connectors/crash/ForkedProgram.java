package io.palyra.connectors.crash;

import io.palyra.connectors.Main;
import io.palyra.connectors.store.StoreUnderTest;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** The real program in a process of its own, with the test class path, so that it can be killed. */
public final class ForkedProgram implements AutoCloseable {

    private static final Pattern BASE = Pattern.compile("Admin API: (http://\\S+)/admin/v1");

    private final Process process;
    private final String base;
    private final HttpClient http = HttpClient.newHttpClient();

    private ForkedProgram(Process process, String base) {
        this.process = process;
        this.base = base;
    }

    public static ForkedProgram start(Path folder, Map<String, String> settings) throws IOException {
        return start(folder, settings, Main.class);
    }

    /** @param main starts the program, and says where its admin API is */
    public static ForkedProgram start(Path folder, Map<String, String> settings, Class<?> main) throws IOException {
        return start(folder, settings, main, WarmStart.options());
    }

    /** @param resources of the program that this one has others of */
    static ForkedProgram startOther(Path folder, Map<String, String> settings, Path resources) throws IOException {
        String classPath = resources + File.pathSeparator + System.getProperty("java.class.path");
        return start(folder, settings, Main.class, List.of("-XX:TieredStopAtLevel=1", "-cp", classPath));
    }

    static ForkedProgram start(Path folder, Map<String, String> settings, Class<?> main, List<String> options)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Dlog.level=warn",
                "-Dpalyra.http.port=0"));
        StoreUnderTest.ofPrograms().settings(folder).forEach((key, value) -> command.add("-D" + key + "=" + value));
        settings.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.addAll(options);
        command.add(main.getName());
        Path log = folder.resolve("program.log");
        Files.deleteIfExists(log);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        String base = Awaitility.await("start of the program")
                .atMost(Duration.ofSeconds(60))
                .until(() -> announced(process, log), found -> !found.isEmpty());
        return new ForkedProgram(process, base);
    }

    private static String announced(Process process, Path log) throws IOException {
        String text = Files.readString(log);
        if (!process.isAlive()) {
            throw new IllegalStateException("the program ended: " + text);
        }
        Matcher found = BASE.matcher(text);
        return found.find() ? found.group(1) : "";
    }

    /** Scheme, host and port. */
    public String base() {
        return base;
    }

    public long pid() {
        return process.pid();
    }

    /** @param name of a signal, such as {@code STOP} */
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(pid())).start().waitFor();
    }

    public HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
        return post(path, json, Duration.ofSeconds(30));
    }

    /** @param patience after which it is an {@link IOException} that there is no answer */
    public HttpResponse<String> post(String path, String json, Duration patience)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(base + "/admin/v1" + path))
                        .header("Content-Type", "application/json")
                        .timeout(patience)
                        .POST(HttpRequest.BodyPublishers.ofString(json))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    public String get(String path) throws IOException, InterruptedException {
        return http.send(
                        HttpRequest.newBuilder(URI.create(base + "/admin/v1" + path))
                                .timeout(Duration.ofSeconds(30))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    String metrics() throws IOException, InterruptedException {
        return http.send(
                        HttpRequest.newBuilder(URI.create(base + "/observe/metrics"))
                                .timeout(Duration.ofSeconds(30))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** SIGKILL: nothing of the program runs any more. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** SIGTERM; answers whether the program ended in time. */
    public boolean terminate(Duration deadline) throws InterruptedException {
        process.destroy();
        return process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
