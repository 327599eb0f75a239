package io.palyra.connectors.abuse;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** The one who may call: sends numbered messages, each conversation one after the other, until it is told to stop. */
final class Owner {

    static final int CONVERSATIONS = 8;

    private static final long PAUSE_MS = 50;

    /** Never opens: what waits for it waits out its time. */
    private static final CountDownLatch PACE = new CountDownLatch(1);

    private final HttpClient http = HttpClient.newHttpClient();
    private final String base;
    private final String token;
    private final Map<String, List<String>> accepted = Collections.synchronizedMap(new TreeMap<>());

    Owner(String base, String token) {
        this.base = base;
        this.token = token;
    }

    Map<String, List<String>> accepted() {
        return accepted;
    }

    int total() {
        synchronized (accepted) {
            return accepted.values().stream().mapToInt(List::size).sum();
        }
    }

    /** One conversation; a message that could not be taken is sent again under the same id. */
    void talk(int conversation, AtomicBoolean over) throws IOException, InterruptedException {
        String name = "c" + conversation;
        for (int number = 0; !over.get(); ) {
            String envelope = "%s-%06d".formatted(name, number);
            String body = "{\"text\":\"%1$s\",\"conversation_id\":\"%2$s\",\"envelope_id\":\"%1$s\"}"
                    .formatted(envelope, name);
            HttpResponse<String> answer = call("POST", "/admin/v1/channels/ledger:default/messages/send", body);
            if (answer.statusCode() == 202) {
                accepted.computeIfAbsent(name, key -> Collections.synchronizedList(new ArrayList<>()))
                        .add(envelope);
                number++;
                PACE.await(PAUSE_MS, TimeUnit.MILLISECONDS);
            } else if (answer.statusCode() != 503) {
                throw new AssertionError("the owner was answered " + answer.statusCode() + " " + answer.body());
            }
        }
    }

    HttpResponse<String> call(String method, String path, String body) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(base + path))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .timeout(Duration.ofSeconds(30))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
