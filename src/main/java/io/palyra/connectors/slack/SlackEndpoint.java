package io.palyra.connectors.slack;

import io.palyra.connectors.adapter.PalyraConstants;
import io.palyra.connectors.platform.http.ApiUrl;
import io.palyra.connectors.platform.session.SessionEndpoint;
import io.palyra.connectors.protocol.ConnectorId;
import java.net.URI;
import java.time.Duration;
import org.apache.camel.Category;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;

/** Receive and send messages of a Slack bot. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "palyra-slack",
        title = "Palyra Slack",
        syntax = "palyra-slack:name",
        category = {Category.CHAT},
        headersClass = PalyraConstants.class)
public class SlackEndpoint extends SessionEndpoint {

    private static final Duration THREAD_MEMORY_MAX = Duration.ofDays(90);

    @UriParam(
            label = "common",
            defaultValue = "https://slack.com/api/",
            description = "Base URL of Slack's Web API, or of a proxy before it; the socket's URL comes from there")
    private String apiUrl = "https://slack.com/api/";

    @UriParam(
            label = "producer",
            defaultValue = "SAME",
            description =
                    "Where an answer goes. SAME: into the thread that it names, or that of the message it answers; ALWAYS:"
                            + " into a thread of its own where there is none; NEVER: into the channel")
    private ReplyInThread replyInThread = ReplyInThread.SAME;

    @UriParam(
            label = "consumer",
            defaultValue = "604800000",
            javaType = "java.time.Duration",
            description =
                    "For so long after its last message a thread is looked into for what was missed. Each may cost a request"
                            + " after every gap. At most 90 days")
    private long threadMemory = Duration.ofDays(7).toMillis();

    public SlackEndpoint(String uri, SlackComponent component, ConnectorId connectorId) {
        super(uri, component, connectorId);
    }

    SlackOptions options() {
        return new SlackOptions(
                URI.create(apiUrl),
                isEgressAllowLoopback(),
                replyInThread,
                Duration.ofMillis(threadMemory),
                getUploadBytesMax());
    }

    public String getApiUrl() {
        return apiUrl;
    }

    public void setApiUrl(String apiUrl) {
        this.apiUrl = ApiUrl.base("api-url", apiUrl, "https://slack.com/api/").toString();
    }

    public ReplyInThread getReplyInThread() {
        return replyInThread;
    }

    public void setReplyInThread(ReplyInThread replyInThread) {
        this.replyInThread = replyInThread;
    }

    public long getThreadMemory() {
        return threadMemory;
    }

    public void setThreadMemory(long threadMemory) {
        if (threadMemory < 0 || threadMemory > THREAD_MEMORY_MAX.toMillis()) {
            throw new IllegalArgumentException("thread-memory must be 0 to 90d, not " + threadMemory + " ms");
        }
        this.threadMemory = threadMemory;
    }
}
