package io.palyra.connectors.fake.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.WebSockets;
import java.util.List;

/** Socket Mode as a test sees it: who is there, what was acknowledged, and what should go wrong. Thread safe. */
public final class SocketMode {

    private final App app;
    private final WebSockets<SocketLink> server;
    private final SocketProtocol protocol;
    private final Deliveries deliveries;

    SocketMode(App app, FakeSlackOptions options) {
        this.app = app;
        deliveries = new Deliveries(options.ackWithin(), options.redeliverAfter());
        protocol = new SocketProtocol(app.id(), deliveries);
        server = new WebSockets<>(options.socketPort(), protocol);
        deliveries.every(options.pingEvery(), () -> deliveries.links().forEach(SocketLink::ping));
    }

    void open() throws InterruptedException {
        server.open();
    }

    void close() throws InterruptedException {
        deliveries.close();
        server.stop(0);
    }

    /** With a ticket that is good once. */
    String newUrl() {
        return "ws://127.0.0.1:" + server.getPort() + protocol.ticket();
    }

    void send(ObjectNode payload) {
        deliveries.send(payload);
    }

    // What there is

    /** Sockets that have got their {@code hello} and are open. */
    public int connected() {
        return deliveries.links().size();
    }

    /** How many sockets have got their {@code hello}. */
    public int hellos() {
        return protocol.hellos();
    }

    /** Every frame that came from the app, in order. */
    public List<JsonNode> received() {
        return protocol.received();
    }

    /** The payloads that were acknowledged in time, on the socket that they came by. */
    public List<JsonNode> acknowledged() {
        return deliveries.acknowledged();
    }

    /** Events that are neither acknowledged nor given up: some wait until they are told again. */
    public int underWay() {
        return deliveries.underWay();
    }

    /** Envelopes that wait for their acknowledgement now. */
    public int waiting() {
        return deliveries.waiting();
    }

    /** Acknowledgements that came too late, or by another socket. */
    public int lateAcks() {
        return deliveries.lateAcks();
    }

    /** The payloads that were given up after their last redelivery. */
    public List<JsonNode> lost() {
        return deliveries.lost();
    }

    // What happens

    /** A button was pressed, or a view closed: an envelope that is not repeated. */
    public void sendInteractive(ObjectNode payload) {
        deliveries.sendOnce("interactive", payload);
    }

    /** The frame alone: {@code warning}, {@code refresh_requested}, or another reason. The sockets stay open. */
    public void disconnect(String reason) {
        deliveries.links().forEach(link -> link.send(SocketProtocol.disconnect(reason)));
    }

    /** The owner switches Socket Mode off: {@code link_disabled}, the sockets close, and none can be opened. */
    public void switchOff() {
        app.socketMode(false);
        disconnect("link_disabled");
        closeLinks();
    }

    public void switchOn() {
        app.socketMode(true);
    }

    /** With a close frame. */
    public void closeLinks() {
        deliveries.links().forEach(SocketLink::close);
    }

    /** Ends the TCP connections without a close frame. */
    public void dropLinks() {
        deliveries.links().forEach(link -> {
            deliveries.remove(link);
            link.drop();
        });
    }

    /** The same for the one that has been open for longest. */
    public void dropOldest() {
        SocketLink oldest = deliveries.links().get(0);
        deliveries.remove(oldest);
        oldest.drop();
    }

    /** The sockets that there are fall silent: no frames, no pings, no answers. New ones are not. */
    public void silenceLinks() {
        deliveries.links().forEach(SocketLink::silence);
    }

    /** Sockets that open from now on get no {@code hello}, and no events. */
    public SocketMode withoutHello(boolean without) {
        protocol.withoutHello(without);
        return this;
    }

    /** Which app {@code hello} names from now on. */
    public SocketMode saysItIsOf(String appId) {
        protocol.appId(appId);
        return this;
    }
}
