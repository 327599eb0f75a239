package io.palyra.connectors.slack;

import static io.palyra.connectors.platform.http.CodeMeaning.LIMITED;
import static io.palyra.connectors.platform.http.CodeMeaning.MESSAGE;
import static io.palyra.connectors.platform.http.CodeMeaning.NOT_NOW;
import static io.palyra.connectors.platform.http.CodeMeaning.PERHAPS_DONE;
import static io.palyra.connectors.platform.http.CodeMeaning.SET_UP;
import static io.palyra.connectors.platform.http.CodeMeaning.TARGET;
import static io.palyra.connectors.platform.http.CodeMeaning.TOKEN;

import io.palyra.connectors.platform.http.CodeMeaning;
import io.palyra.connectors.platform.http.CodeTable;
import io.palyra.connectors.platform.http.PlatformCode;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The {@code error} of an answer with {@code "ok": false} that the connector's requests can meet, and what each speaks of. The
 * names are Slack's, in upper case. One that is not here has a meaning that nobody knows, and decides nothing on its own.
 *
 * @see <a href="https://docs.slack.dev/reference/methods/chat.postMessage#errors">Slack: chat.postMessage, errors</a>
 */
enum SlackCode implements PlatformCode {
    RATELIMITED(LIMITED),
    RATE_LIMITED(LIMITED),
    MESSAGE_LIMIT_EXCEEDED(LIMITED),
    INTERNAL_ERROR(PERHAPS_DONE),
    FATAL_ERROR(PERHAPS_DONE),
    SERVICE_UNAVAILABLE(PERHAPS_DONE),
    /** The request arrived cut. */
    REQUEST_TIMEOUT(NOT_NOW),
    TEAM_ADDED_TO_ORG(NOT_NOW),
    ORG_LOGIN_REQUIRED(NOT_NOW),
    INVALID_AUTH(TOKEN),
    NOT_AUTHED(TOKEN),
    ACCOUNT_INACTIVE(TOKEN),
    TOKEN_REVOKED(TOKEN),
    TOKEN_EXPIRED(TOKEN),
    MISSING_SCOPE(SET_UP, Scope.ADVICE),
    NOT_ALLOWED_TOKEN_TYPE(SET_UP),
    TEAM_ACCESS_NOT_GRANTED(SET_UP),
    ACCESSLIMITED(SET_UP),
    ACCESS_DENIED(SET_UP),
    TWO_FACTOR_SETUP_REQUIRED(SET_UP),
    ENTERPRISE_IS_RESTRICTED(SET_UP),
    METHOD_DEPRECATED(SET_UP),
    CHANNEL_NOT_FOUND(TARGET, "check the id, and invite the bot: a private channel is not shown before"),
    NOT_IN_CHANNEL(TARGET, "invite the bot into the channel"),
    IS_ARCHIVED(TARGET, "the channel is archived"),
    EKM_ACCESS_DENIED(TARGET),
    NO_PERMISSION(TARGET),
    MESSAGES_TAB_DISABLED(TARGET, "the app lets nobody write to it: App Home, Messages Tab"),
    CANNOT_REPLY_TO_MESSAGE(TARGET),
    USER_NOT_FOUND(TARGET, "check the member id; the person has to be in the workspace"),
    USER_DISABLED(TARGET),
    CANNOT_DM_BOT(TARGET),
    MSG_TOO_LONG(MESSAGE),
    NO_TEXT(MESSAGE),
    MSG_BLOCKS_TOO_LONG(MESSAGE),
    MARKDOWN_TEXT_CONFLICT(MESSAGE),
    ATTACHMENT_PAYLOAD_LIMIT_EXCEEDED(MESSAGE),
    MESSAGE_NOT_FOUND(MESSAGE),
    THREAD_NOT_FOUND(MESSAGE),
    CANT_UPDATE_MESSAGE(MESSAGE),
    EDIT_WINDOW_CLOSED(MESSAGE),
    CANT_DELETE_MESSAGE(MESSAGE, "only own messages can be deleted"),
    ALREADY_REACTED(MESSAGE),
    NO_REACTION(MESSAGE),
    INVALID_NAME(MESSAGE, "Slack knows no such emoji"),
    TOO_MANY_EMOJI(MESSAGE),
    TOO_MANY_REACTIONS(MESSAGE),
    FILE_NOT_FOUND(MESSAGE);

    /** What is a kind of error, of which Slack has one for each reason. */
    private record Family(Pattern codes, CodeMeaning says) {

        Family(String codes, CodeMeaning says) {
            this(Pattern.compile(codes), says);
        }
    }

    private static final Family[] FAMILIES = {
        new Family("restricted_action.*", TARGET),
        new Family("slack_connect_.*_blocked", MESSAGE),
        new Family("invalid_blocks.*|invalid_arg.*|too_many_.*|.*metadata.*", MESSAGE)
    };

    private static final CodeTable CODES = CodeTable.of(values());

    private final CodeMeaning says;
    private final @Nullable String advice;

    SlackCode(CodeMeaning says) {
        this(says, null);
    }

    /** @param advice what it means, or what to do, where the code alone does not say it */
    SlackCode(CodeMeaning says, @Nullable String advice) {
        this.says = says;
        this.advice = advice;
    }

    @Override
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public CodeMeaning says() {
        return says;
    }

    /** What to add where people read the code; empty where it says enough. */
    static Optional<String> advice(String code) {
        return Arrays.stream(values())
                .filter(known -> known.code().equals(code))
                .findFirst()
                .map(known -> known.advice);
    }

    /** Null for one that nobody knows. */
    static @Nullable CodeMeaning meaning(String code) {
        CodeMeaning known = CODES.meaning(code);
        return known != null
                ? known
                : Arrays.stream(FAMILIES)
                        .filter(family -> family.codes().matcher(code).matches())
                        .map(Family::says)
                        .findFirst()
                        .orElse(null);
    }
}
