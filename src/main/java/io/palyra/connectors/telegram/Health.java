package io.palyra.connectors.telegram;

import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.session.HealthReports;
import io.palyra.connectors.protocol.HealthReport;
import io.palyra.connectors.protocol.HealthReport.Check;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks Telegram whether everything is there that the connector needs, and says what to do where it is not. Blocks. */
final class Health {

    /** Where an operator finds the token that Telegram takes. Whoever revokes one ends it wherever else it is used. */
    static final String TOKEN = "in Telegram: @BotFather, /mybots, the bot, API Token shows the one that is valid";

    static final HealthReports REPORTS = new HealthReports(TOKEN);

    private static final String NEW_TOKEN =
            "in Telegram: @BotFather, /mybots, the bot, API Token, Revoke current token";

    private static final String PRIVACY =
            "in Telegram: @BotFather, /setprivacy, the bot, Disable; then take the bot out of"
                    + " each group and add it again";

    /** A short conflict is what a restart looks like. */
    private static final Duration CONFLICT_MAX = Duration.ofMinutes(1);

    /** Telegram drops what comes beyond this many. */
    private static final int PENDING_MAX = 100_000;

    private final Session session;

    Health(Session session) {
        this.session = session;
    }

    HealthReport check(@Nullable String verifyChat) {
        return REPORTS.of((checks, facts) -> ask(verifyChat, checks, facts), this::updates);
    }

    private void ask(@Nullable String verifyChat, List<Check> checks, Map<String, Object> facts)
            throws RequestException {
        Self now = Self.ask(session.line().api());
        now.tell(facts);
        checks.add(Check.passed(HealthReports.TOKEN, now.whose()));
        checks.add(groups(now));
        checks.add(delivery(session.askDelivery(), facts));
        if (verifyChat != null) {
            checks.add(new ChatHealth(session, now).check(verifyChat));
        }
    }

    static Check groups(Self now) {
        if (!now.canJoinGroups()) {
            return Check.warning(
                    "groups",
                    "the bot cannot be added to groups",
                    "in Telegram: @BotFather, /setjoingroups, the bot, Enable; of no account if it is for direct chats only");
        }
        return now.readsGroups()
                ? Check.passed("groups", "the bot sees every message of its groups")
                : Check.warning(
                        "groups",
                        "privacy mode is on: of a group where it is no administrator the bot gets commands and replies to it, often"
                                + " no messages that mention it, and no others",
                        "if it is to hear when it is mentioned, or everything: " + PRIVACY);
    }

    static Check delivery(Webhook delivery, Map<String, Object> facts) {
        facts.put("pending_update_count", delivery.pending());
        if (delivery.isSet()) {
            return Check.failed("webhook", delivery.whatIsWrong(), Webhook.ADVICE);
        } else if (delivery.pending() >= PENDING_MAX) {
            return Check.failed(
                    "pending",
                    delivery.pending() + " updates wait: Telegram drops what comes beyond " + PENDING_MAX,
                    "see why they are not taken: channels logs, event inbound.rejected, and whether the store is slow");
        }
        return Check.passed("webhook", "no webhook is set; " + delivery.pending() + " updates wait");
    }

    /** How the line does, which needs no answer of Telegram. */
    private Check updates() {
        Optional<Duration> conflict = session.conflict();
        if (conflict.isPresent()) {
            String message = "another program polls with this token, for "
                    + conflict.get().toSeconds() + " s: what it gets is lost to this one; messages go out all the same";
            String advice =
                    "end the other program, or revoke the token (" + NEW_TOKEN + ") and set the new one here alone";
            return conflict.get().compareTo(CONFLICT_MAX) > 0
                    ? Check.failed("updates", message, advice)
                    : Check.warning("updates", message, "wait a minute if one has just been restarted; else " + advice);
        }
        return session.state().isConnected()
                ? Check.passed("updates", "Telegram is asked for updates")
                : Check.warning(
                        "updates",
                        "no updates come; messages may go out"
                                + session.state()
                                        .lostReason()
                                        .map(reason -> ": " + reason)
                                        .orElse(""),
                        "wait: they are asked for again by itself, and Telegram keeps them for 24 h");
    }
}
