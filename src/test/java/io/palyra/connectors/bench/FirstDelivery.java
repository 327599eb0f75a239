package io.palyra.connectors.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** From the start of the process to the first reply delivered, as a user meets it: the jar, in a folder of its own. */
final class FirstDelivery {

    private static final Path JAR = Path.of("target", "palyra-connectors.jar");
    private static final Pattern BASE = Pattern.compile("Admin API: (http://\\S+)/channels");

    private FirstDelivery() {}

    static double seconds(Path folder) throws IOException, InterruptedException {
        Path routes = Files.createDirectory(folder.resolve("routes"));
        Files.copy(Path.of("application.properties"), folder.resolve("application.properties"));
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, routes.resolve(file.getFileName()));
            }
        }
        long start = System.nanoTime();
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dpalyra.http.port=0",
                        "-jar",
                        JAR.toAbsolutePath().toString()))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
            Matcher base = lines.lines()
                    .map(BASE::matcher)
                    .filter(Matcher::find)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("the program did not start"));
            deliver(base.group(1));
            return (System.nanoTime() - start) / 1e9;
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    private static void deliver(String api) throws IOException, InterruptedException {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(api + "/channels/echo:default/test"))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString("{\"text\":\"hello\"}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        if (!answer.body().contains("\"immediate_delivery\":1")) {
            throw new IllegalStateException("not delivered: " + answer.body());
        }
    }
}
