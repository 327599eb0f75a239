package io.palyra.connectors.fake.slack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Json;
import io.palyra.connectors.fake.http.Recording;
import io.palyra.connectors.fake.http.RestRequest;
import io.palyra.connectors.fake.http.WebSockets;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.java_websocket.WebSocket;

/** What the sockets of the app say and hear. */
final class SocketProtocol implements WebSockets.Links<SocketLink> {

    /** More sockets than this are sent away. */
    private static final int SOCKETS_MAX = 10;

    private static final int LIVES_SECONDS = 18_060;

    private final String appId;
    private final Deliveries deliveries;
    private final Set<String> tickets = ConcurrentHashMap.newKeySet();
    private final Recording<JsonNode> received = new Recording<>();
    private final AtomicInteger hellos = new AtomicInteger();
    private volatile boolean withoutHello;
    private volatile String saysItIs;

    SocketProtocol(String appId, Deliveries deliveries) {
        this.appId = appId;
        this.deliveries = deliveries;
        saysItIs = appId;
    }

    /** Good for one socket. */
    String ticket() {
        String ticket = UUID.randomUUID().toString();
        tickets.add(ticket);
        return "/link/?ticket=" + ticket + "&app_id=" + appId;
    }

    @Override
    public boolean accepts(String resource) {
        String[] parts = resource.split("\\?", 2);
        return parts[0].equals("/link/")
                && parts.length == 2
                && tickets.remove(RestRequest.form(parts[1]).getOrDefault("ticket", ""));
    }

    @Override
    public SocketLink link(WebSocket socket, String resource) {
        return new SocketLink(socket);
    }

    @Override
    public void opened(SocketLink link) {
        if (deliveries.links().size() >= SOCKETS_MAX) {
            link.send(disconnect("too_many_websockets"));
            link.close();
        } else if (!withoutHello) {
            deliveries.add(link, this::hello);
            hellos.incrementAndGet();
        }
    }

    private ObjectNode hello(int connections) {
        ObjectNode hello = Json.object().put("type", "hello").put("num_connections", connections);
        hello.putObject("debug_info")
                .put("host", "applink-0")
                .put("build_number", 1)
                .put("approximate_connection_time", LIVES_SECONDS);
        hello.putObject("connection_info").put("app_id", saysItIs);
        return hello;
    }

    static ObjectNode disconnect(String reason) {
        ObjectNode frame = Json.object().put("type", "disconnect").put("reason", reason);
        frame.putObject("debug_info").put("host", "applink-0");
        return frame;
    }

    @Override
    public void received(SocketLink link, String text) {
        try {
            JsonNode frame = Json.parse(text);
            received.add(frame);
            if (frame.has("envelope_id") && !link.isSilent()) {
                deliveries.acknowledge(link, frame.path("envelope_id").asText());
            }
        } catch (JsonProcessingException e) {
            link.drop();
        }
    }

    @Override
    public void closed(SocketLink link, int code, boolean byBot) {
        deliveries.remove(link);
    }

    @Override
    public boolean answersPings(SocketLink link) {
        return !link.isSilent();
    }

    List<JsonNode> received() {
        return received.soFar();
    }

    int hellos() {
        return hellos.get();
    }

    void withoutHello(boolean without) {
        withoutHello = without;
    }

    void appId(String said) {
        saysItIs = said;
    }
}
