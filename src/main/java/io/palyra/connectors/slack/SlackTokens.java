package io.palyra.connectors.slack;

import io.palyra.connectors.adapter.ConnectorStartException;
import io.palyra.connectors.protocol.Readiness;
import java.util.regex.Pattern;

/** The two secrets of an instance. What kind each is can be seen, so that one in the other's place is named. */
record SlackTokens(String bot, String app) {

    /** Where an operator finds them. */
    static final String APPS = "https://api.slack.com/apps";

    /** Printable, and nothing else: it stands in a header. */
    private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]+");

    private static final String MALFORMED =
            "the %s is malformed: it has white space, or a character that is in no token; copy it again";

    /** @throws ConnectorStartException where one of them cannot be what it is meant to be; holds nothing of it */
    void check() throws ConnectorStartException {
        if (!FORM.matcher(bot).matches()) {
            throw new ConnectorStartException(Readiness.AUTH_FAILED, MALFORMED.formatted("token"));
        } else if (!FORM.matcher(app).matches()) {
            throw new ConnectorStartException(Readiness.AUTH_FAILED, MALFORMED.formatted("app-token"));
        } else if (bot.startsWith("xapp-") && app.startsWith("xoxb-")) {
            throw misconfigured("token and app-token are swapped: token takes the one that begins with xoxb-");
        } else if (bot.startsWith("xapp-")) {
            throw misconfigured("token is an app-level token; it takes the bot's, which begins with xoxb- (" + APPS
                    + ", Install App)");
        } else if (bot.startsWith("xoxp-")) {
            throw misconfigured("token is a person's, and would write in that person's name; it takes the bot's, which"
                    + " begins with xoxb- (" + APPS + ", Install App)");
        } else if (app.startsWith("xox")) {
            throw misconfigured("app-token is no app-level token; those begin with xapp- (" + APPS
                    + ", Basic Information, App-Level Tokens, scope connections:write)");
        }
    }

    private static ConnectorStartException misconfigured(String reason) {
        return new ConnectorStartException(Readiness.MISCONFIGURED, reason);
    }

    /** Shows neither. */
    @Override
    public String toString() {
        return "SlackTokens[***]";
    }
}
