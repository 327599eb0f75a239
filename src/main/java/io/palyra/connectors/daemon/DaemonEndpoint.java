package io.palyra.connectors.daemon;

import io.palyra.connectors.adapter.PalyraConstants;
import java.time.Duration;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/**
 * Ask the daemon what to answer to an inbound chat message.
 *
 * <p>Any Camel endpoint can be the daemon: it receives an InboundMessageEvent as JSON and answers a RouteInboundResult
 * as JSON. Failures, late answers and answers that cannot be read are thrown as exceptions that say whether another
 * attempt makes sense.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "palyra-daemon",
        title = "Palyra Daemon",
        syntax = "palyra-daemon:name",
        category = {Category.AI, Category.MESSAGING},
        producerOnly = true,
        headersClass = PalyraConstants.class)
public class DaemonEndpoint extends DefaultEndpoint {

    @UriPath(description = "A name for the logs")
    @Metadata(required = true)
    private String name = "daemon";

    @UriParam(description = "The endpoint that is the daemon, as a Camel URI")
    @Metadata(required = true)
    private String endpoint = "";

    @UriParam(
            defaultValue = "120s",
            javaType = "java.time.Duration",
            description = "How long to wait for the answer; a later one is dropped")
    private long timeout = Duration.ofSeconds(120).toMillis();

    @UriParam(
            description = "What the sender is told when the answer takes time, such as: One moment. Nothing unless set")
    private String autoAckText = "";

    @UriParam(
            defaultValue = "3s",
            javaType = "java.time.Duration",
            description = "After how long the sender is told; once for each message, however often the daemon is asked")
    private long autoAckAfter = Duration.ofSeconds(3).toMillis();

    @UriParam(
            defaultValue = "true",
            description =
                    "Whether the sender sees that the bot is typing while the daemon works, where the platform can show it")
    private boolean typing = true;

    @UriParam(
            description =
                    "How many messages of one connector the daemon is asked about at once; further ones wait in the inbox."
                            + " Without it as many as palyra.daemon.concurrency, and for palyra-gateway its own callsPerConnector")
    private int callsPerConnector;

    public DaemonEndpoint(String uri, DaemonComponent component) {
        super(uri, component);
    }

    @Override
    public Producer createProducer() {
        return new DaemonProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException(getEndpointUri() + " can only be used with to:");
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public String getEndpoint() {
        return endpoint;
    }

    public void setEndpoint(String endpoint) {
        this.endpoint = endpoint;
    }

    public String getAutoAckText() {
        return autoAckText;
    }

    public void setAutoAckText(String autoAckText) {
        this.autoAckText = autoAckText;
    }

    /** Milliseconds. */
    public long getAutoAckAfter() {
        return autoAckAfter;
    }

    public void setAutoAckAfter(long autoAckAfter) {
        this.autoAckAfter = autoAckAfter;
    }

    /** Milliseconds. */
    public long getTimeout() {
        return timeout;
    }

    public void setTimeout(long timeout) {
        this.timeout = timeout;
    }

    public boolean isTyping() {
        return typing;
    }

    public void setTyping(boolean typing) {
        this.typing = typing;
    }

    /** 0: what the daemon's own endpoint says. */
    public int getCallsPerConnector() {
        return callsPerConnector;
    }

    public void setCallsPerConnector(int callsPerConnector) {
        if (callsPerConnector < 1) {
            throw new IllegalArgumentException("callsPerConnector has to be 1 at least, not " + callsPerConnector);
        }
        this.callsPerConnector = callsPerConnector;
    }
}
