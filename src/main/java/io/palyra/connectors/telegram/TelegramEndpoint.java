package io.palyra.connectors.telegram;

import io.palyra.connectors.adapter.Markup;
import io.palyra.connectors.adapter.PalyraConstants;
import io.palyra.connectors.platform.http.ApiUrl;
import io.palyra.connectors.platform.session.SessionEndpoint;
import io.palyra.connectors.protocol.ConnectorId;
import java.net.URI;
import java.util.regex.Pattern;
import org.apache.camel.Category;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;

/** Receive and send messages of a Telegram bot. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "palyra-telegram",
        title = "Palyra Telegram",
        syntax = "palyra-telegram:name",
        category = {Category.CHAT},
        headersClass = PalyraConstants.class)
public class TelegramEndpoint extends SessionEndpoint {

    static final String API_URL = "https://" + TelegramApi.HOST + "/";
    private static final String ON = "on";
    private static final String OFF = "off";

    /** In place of an address that has a token in it, or a user's name and password. */
    static final String HIDDEN_URL = API_URL + "bot…/";

    private static final Pattern SECRET_IN_URL = Pattern.compile(BotToken.SECRET + "|//[^/]*@");

    @UriParam(
            label = "common",
            defaultValue = "https://api.telegram.org/",
            description = "Base URL of Telegram's Bot API, of a server of one's own, or of a proxy before it")
    private String apiUrl = API_URL;

    @UriParam(
            label = "producer",
            defaultValue = "false",
            description =
                    "Whether a message that Telegram may or may not have is sent again, and perhaps shown twice. Otherwise"
                            + " it waits for an operator")
    private boolean resendUnknown;

    @UriParam(
            label = "consumer",
            defaultValue = "false",
            description =
                    "Whether a webhook that is set for the bot is deleted at the start. Otherwise the connector does not"
                            + " start, as Telegram gives all updates to the webhook")
    private boolean takeOverWebhook;

    @UriParam(
            label = "producer",
            defaultValue = "on",
            enums = "on,off",
            description =
                    "Whether messages keep to Telegram's limits by themselves: one a second in a chat, 20 a minute in a"
                            + " group, 30 a second in all. Off: until Telegram refuses")
    private String pacing = ON;

    @UriParam(
            label = "producer",
            defaultValue = "false",
            description = "Whether a user name behind an at sign notifies the person who has it")
    private boolean mentions;

    public TelegramEndpoint(String uri, TelegramComponent component, ConnectorId connectorId) {
        super(uri, component, connectorId);
    }

    TelegramOptions options() {
        return new TelegramOptions(
                URI.create(apiUrl),
                isEgressAllowLoopback(),
                resendUnknown,
                takeOverWebhook,
                pacing.equals(ON),
                TelegramMarkup.of(mentions),
                getUploadBytesMax());
    }

    @Override
    public Markup markup(Markup declared) {
        return TelegramMarkup.of(mentions);
    }

    public String getApiUrl() {
        return apiUrl;
    }

    /** One with a secret in it is hidden and refused when a session opens: Camel repeats what it is refused here. */
    public void setApiUrl(String apiUrl) {
        this.apiUrl = SECRET_IN_URL.matcher(apiUrl).find()
                ? HIDDEN_URL
                : ApiUrl.base("api-url", apiUrl, API_URL).toString();
    }

    public boolean isResendUnknown() {
        return resendUnknown;
    }

    public void setResendUnknown(boolean resendUnknown) {
        this.resendUnknown = resendUnknown;
    }

    public boolean isTakeOverWebhook() {
        return takeOverWebhook;
    }

    public void setTakeOverWebhook(boolean takeOverWebhook) {
        this.takeOverWebhook = takeOverWebhook;
    }

    public String getPacing() {
        return pacing;
    }

    public void setPacing(String pacing) {
        if (!pacing.equals(ON) && !pacing.equals(OFF)) {
            throw new IllegalArgumentException("pacing must be on or off, not " + pacing);
        }
        this.pacing = pacing;
    }

    public boolean isMentions() {
        return mentions;
    }

    public void setMentions(boolean mentions) {
        this.mentions = mentions;
    }
}
