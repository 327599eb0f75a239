package io.palyra.connectors.fake.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import io.palyra.connectors.fake.http.WebSockets;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The gateway as a test sees it: who is there, and what should go wrong. Thread safe. */
public final class Gateway {

    private static final int RECONNECT = 7;
    private static final int INVALID_SESSION = 9;

    private final WebSockets<GatewayLink> server;
    private final GatewayProtocol protocol;
    private final GatewayScript script;
    private final GatewaySessions sessions;

    Gateway(int port, GatewayProtocol protocol, GatewayScript script, GatewaySessions sessions) {
        server = new WebSockets<>(port, protocol);
        this.protocol = protocol;
        this.script = script;
        this.sessions = sessions;
    }

    void open() throws InterruptedException {
        server.open();
    }

    void close() throws InterruptedException {
        server.stop(0);
    }

    /** Ends all links, and takes no more. REST goes on. */
    public void shut() throws InterruptedException {
        close();
    }

    public String url() {
        return "ws://127.0.0.1:" + server.getPort();
    }

    /** Sessions that have a link now. */
    public int connected() {
        return sessions.connected();
    }

    /** The most sessions that had a link at the same time, from the moment on that they began. */
    public int mostConnected() {
        return sessions.mostConnected();
    }

    /** How many sessions bots have asked for, whether they got them or not. */
    public long identifies() {
        return protocol.identifies();
    }

    public long resumes() {
        return protocol.resumes();
    }

    /** Every frame that came from a bot, in order. */
    public List<JsonNode> received() {
        return protocol.received();
    }

    // What bots are told from now on

    /** Closes the next link that identifies itself. */
    public Gateway closeNextIdentify(int code, String reason) {
        script.closeNextIdentify(code, reason);
        return this;
    }

    /** Ends sessions as soon as they are there, begun or resumed. */
    public Gateway endSessionsWhenBegun() {
        script.whenBegun(GatewayScript.Begun.ENDS);
        return this;
    }

    /** Closes links as soon as their session is there; the sessions can be resumed. */
    public Gateway closeLinksWhenBegun() {
        script.whenBegun(GatewayScript.Begun.LOSES_ITS_LINK);
        return this;
    }

    /** Lets what begins go on. */
    public Gateway keepSessions() {
        script.whenBegun(GatewayScript.Begun.STAYS);
        return this;
    }

    /** Closes each link that wants to resume its session, without an answer; what is begun anew goes on. */
    public Gateway closeLinksThatResume() {
        script.whenResumed(GatewayScript.Resumed.LOSES_ITS_LINK);
        return this;
    }

    /** Answers each RESUME with an invalid session that is said to be resumable. */
    public Gateway putOffResumes() {
        script.whenResumed(GatewayScript.Resumed.IS_TO_BE_TRIED_AGAIN);
        return this;
    }

    /** Answers the next RESUME with "invalid session". */
    public Gateway refuseNextResume() {
        script.refuseNextResume();
        return this;
    }

    /** The interval that the next links are told. */
    public Gateway heartbeat(Duration interval) {
        script.heartbeat(interval);
        return this;
    }

    /** Leaves heartbeats without an answer. */
    public Gateway ignoreHeartbeats(boolean ignore) {
        script.silent(ignore);
        return this;
    }

    /** Lets new links wait for their first word, until {@link #greetLinks}. */
    public Gateway holdLinks() {
        script.holdLinks();
        return this;
    }

    public void greetLinks() {
        script.greetLinks().forEach(protocol::greet);
    }

    /** Where the next sessions are told to resume; null for here. */
    public Gateway resumeUrl(@Nullable String url) {
        script.resumeUrl(url);
        return this;
    }

    // What happens to the links there are

    /** "Reconnect": op 7. */
    public void askToReconnect() {
        each(link -> link.send(RECONNECT, null));
    }

    /** "Invalid session": op 9. */
    public void invalidateSessions(boolean resumable) {
        List<GatewayLink> links = List.copyOf(sessions.links());
        if (!resumable) {
            sessions.forgetAll();
        }
        links.forEach(link -> link.send(INVALID_SESSION, BooleanNode.valueOf(resumable)));
    }

    public void closeLinks(int code, String reason) {
        each(link -> link.close(code, reason));
    }

    /** Ends the TCP connections without a close frame. The sessions stay, and collect what happens. */
    public void dropLinks() {
        each(link -> {
            sessions.detach(link, false);
            link.drop();
        });
    }

    /** Nobody can resume, and what happens now is in the history only. Links that are there fall silent. */
    public void forgetSessions() {
        sessions.forgetAll();
    }

    private void each(Consumer<GatewayLink> action) {
        List.copyOf(sessions.links()).forEach(action);
    }
}
