package io.palyra.connectors.discord;

import io.palyra.connectors.adapter.PalyraConstants;
import io.palyra.connectors.platform.http.ApiUrl;
import io.palyra.connectors.platform.session.SessionEndpoint;
import io.palyra.connectors.protocol.CapabilityLimits;
import io.palyra.connectors.protocol.ConnectorId;
import java.net.URI;
import java.time.Duration;
import org.apache.camel.Category;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;

/** Receive and send messages of a Discord bot. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "palyra-discord",
        title = "Palyra Discord",
        syntax = "palyra-discord:name",
        category = {Category.CHAT},
        headersClass = PalyraConstants.class)
public class DiscordEndpoint extends SessionEndpoint {

    private static final int REQUESTS_PER_SECOND_MAX = 10_000;

    @UriParam(
            label = "common",
            defaultValue = "https://discord.com/api/v10/",
            description = "Base URL of Discord's REST API, or of a proxy before it")
    private String restUrl = "https://discord.com/api/v10/";

    @UriParam(
            label = "common",
            defaultValue = "wss://gateway.discord.gg/",
            description = "URL of Discord's gateway, or of a proxy before it")
    private String gatewayUrl = "wss://gateway.discord.gg/";

    @UriParam(
            label = "producer",
            defaultValue = "120000",
            javaType = "java.time.Duration",
            description =
                    "For so long after the first attempt a message whose outcome is unknown is sent again under the"
                            + " same nonce. Afterwards the channel's history is searched for it")
    private long resendWindow = Duration.ofMinutes(2).toMillis();

    @UriParam(
            label = "producer",
            defaultValue = "17",
            description = "Lines of one message; a longer text is split. At most 2000 characters in any case")
    private int maxLines = DiscordConnector.LINES_MAX;

    @UriParam(
            label = "producer",
            defaultValue = "45",
            description = "Requests of all kinds in a second. Discord takes 50 of a bot, and refuses what is more")
    private int requestsPerSecond = DiscordConnector.REQUESTS_PER_SECOND;

    @UriParam(
            label = "consumer",
            defaultValue = "true",
            description =
                    "Whether to ask for the privileged intent Message Content. Without it, Discord gives the text of"
                            + " direct messages and of those that mention the bot only")
    private boolean messageContent = true;

    public DiscordEndpoint(String uri, DiscordComponent component, ConnectorId connectorId) {
        super(uri, component, connectorId);
    }

    DiscordOptions options() {
        return new DiscordOptions(
                URI.create(restUrl),
                URI.create(gatewayUrl),
                isEgressAllowLoopback(),
                Duration.ofMillis(resendWindow),
                getUploadBytesMax(),
                requestsPerSecond,
                messageContent);
    }

    @Override
    public CapabilityLimits limits(CapabilityLimits declared) {
        return super.limits(declared).lines(maxLines);
    }

    public String getRestUrl() {
        return restUrl;
    }

    public void setRestUrl(String restUrl) {
        this.restUrl =
                ApiUrl.base("rest-url", restUrl, "https://discord.com/api/v10/").toString();
    }

    public String getGatewayUrl() {
        return gatewayUrl;
    }

    public void setGatewayUrl(String gatewayUrl) {
        this.gatewayUrl = gatewayUrl;
    }

    public long getResendWindow() {
        return resendWindow;
    }

    public void setResendWindow(long resendWindow) {
        this.resendWindow = resendWindow;
    }

    public int getMaxLines() {
        return maxLines;
    }

    public void setMaxLines(int maxLines) {
        if (maxLines < 1) {
            throw new IllegalArgumentException("max-lines must be at least 1, not " + maxLines);
        }
        this.maxLines = maxLines;
    }

    public int getRequestsPerSecond() {
        return requestsPerSecond;
    }

    public void setRequestsPerSecond(int requestsPerSecond) {
        if (requestsPerSecond < 1 || requestsPerSecond > REQUESTS_PER_SECOND_MAX) {
            throw new IllegalArgumentException(
                    "requests-per-second must be 1 to " + REQUESTS_PER_SECOND_MAX + ", not " + requestsPerSecond);
        }
        this.requestsPerSecond = requestsPerSecond;
    }

    public boolean isMessageContent() {
        return messageContent;
    }

    public void setMessageContent(boolean messageContent) {
        this.messageContent = messageContent;
    }
}
