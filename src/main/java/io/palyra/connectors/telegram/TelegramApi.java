package io.palyra.connectors.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.platform.http.CodeMeaning;
import io.palyra.connectors.platform.http.HttpAnswer;
import io.palyra.connectors.platform.http.LimitedBuckets;
import io.palyra.connectors.platform.http.PlatformApi;
import io.palyra.connectors.platform.http.Refusal;
import io.palyra.connectors.platform.http.RequestFailure;
import io.palyra.connectors.platform.http.RetryAfter;
import io.palyra.connectors.protocol.LimitScope;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * How the Bot API refuses and limits. It counts by chat, and everything of a bot together, without saying which of both was met.
 *
 * @see <a href="https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this">Telegram: limits</a>
 */
final class TelegramApi implements PlatformApi {

    static final String NAME = "Telegram";

    /** Where Telegram's own server is. */
    static final String HOST = "api.telegram.org";

    /** Told when an answer says that a group has become a supergroup. Returns at once. */
    interface Migrated {
        void migrated(long oldChatId, long newChatId);
    }

    /** A second chat that is limited so soon speaks of a limit of all. */
    private static final Duration TOGETHER = Duration.ofSeconds(5);

    // Statuses stand in bodies, too
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int CONTENT_TOO_LARGE = 413;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    /** What a 404 of one's own server may mean. */
    private static final String WRONG_URL =
            " (api-url may be wrong, which is what stands before /bot; or the token is none of that server's)";

    private final boolean isOwnServer;
    private final RetryAfter waits;
    private final LimitedBuckets chats;
    private final Migrated migrations;

    /**
     * @param apiUrl base of the API
     * @param clock one that the machine's clock does not move
     */
    TelegramApi(URI apiUrl, Clock clock, Migrated migrations) {
        this.isOwnServer = !HOST.equalsIgnoreCase(apiUrl.getHost());
        this.waits = new RetryAfter(clock);
        this.chats = new LimitedBuckets(clock);
        this.migrations = migrations;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String urlOption() {
        return "api-url";
    }

    @Override
    public Pattern secrets() {
        return BotToken.SECRET;
    }

    @Override
    public String bucket(Request request) {
        BotApi.Ask ask = ask(request);
        return ask.chat() == null ? ask.method() : bucketOfChat(ask.chat());
    }

    static String bucketOfChat(String chat) {
        return "chat " + chat;
    }

    private static BotApi.Ask ask(Request request) {
        return Objects.requireNonNull(request.tag(BotApi.Ask.class), "the request says not what it asks");
    }

    @Override
    public boolean isReading(Request request) {
        return ask(request).method().startsWith("get");
    }

    @Override
    public boolean isOwn(HttpAnswer answer) {
        return answer.json().path("ok").isBoolean();
    }

    @Override
    public Optional<Refusal> refusal(HttpAnswer answer) {
        JsonNode body = answer.json();
        JsonNode ok = body.path("ok");
        if (!ok.isBoolean() || ok.booleanValue()) {
            return Optional.empty();
        }
        // Behind some servers of one's own every status is 200
        int status = body.path("error_code").asInt(answer.status());
        String description = body.path("description").asText();
        learnMigration(answer, body);
        Optional<TelegramCode> code = TelegramCode.of(status, description);
        return Optional.of(new Refusal(
                code.map(TelegramCode::code).orElse(""),
                code.map(TelegramCode::says).orElseGet(() -> meaning(status, description)),
                words(description, code) + (isNoSuchPath(status, description) ? WRONG_URL : "")));
    }

    private void learnMigration(HttpAnswer answer, JsonNode body) {
        JsonNode newChat = body.path("parameters").path("migrate_to_chat_id");
        String chat = ask(answer.response().request()).chat();
        if (newChat.canConvertToLong() && newChat.isIntegralNumber() && chat != null && ChatIds.isId(chat)) {
            migrations.migrated(Long.parseLong(chat), newChat.longValue());
        }
    }

    private @Nullable CodeMeaning meaning(int status, String description) {
        return switch (status) {
            case UNAUTHORIZED -> CodeMeaning.TOKEN;
            case NOT_FOUND -> notFound(description);
            case FORBIDDEN -> CodeMeaning.TARGET;
            case BAD_REQUEST, CONTENT_TOO_LARGE -> CodeMeaning.MESSAGE;
            case TOO_MANY_REQUESTS -> CodeMeaning.LIMITED;
            default -> status >= SERVER_ERROR ? CodeMeaning.PERHAPS_DONE : null;
        };
    }

    /** A token that nobody has is a path that nobody knows; with a base URL of one's own it may be that which is wrong. */
    private CodeMeaning notFound(String description) {
        if (isOfMethod(description)) {
            return CodeMeaning.MESSAGE;
        }
        return isOwnServer ? CodeMeaning.SET_UP : CodeMeaning.TOKEN;
    }

    private static boolean isOfMethod(String description) {
        return TelegramCode.plain(description).startsWith("method not found");
    }

    private boolean isNoSuchPath(int status, String description) {
        return status == NOT_FOUND && isOwnServer && !isOfMethod(description);
    }

    /** What the description repeats of the request may hold its URL. */
    private static String words(String description, Optional<TelegramCode> code) {
        String plain = BotToken.SECRET.matcher(description).replaceAll("…").strip();
        return code.flatMap(TelegramCode::advice)
                .map(advice -> plain + " (" + advice + ")")
                .orElse(plain.isEmpty() ? "no reason is given" : plain);
    }

    @Override
    public RequestFailure.Limited limit(String bucket, HttpAnswer answer) {
        Duration body = RetryAfter.seconds(
                        answer.json().path("parameters").path("retry_after").asText(null))
                .orElse(null);
        Duration wait = RetryAfter.ofBoth(body, waits.header(answer).orElse(null));
        boolean ofAll = bucket.startsWith(bucketOfChat("")) && chats.isAnotherToo(bucket, TOGETHER);
        return new RequestFailure.Limited(
                NAME + " limits " + (ofAll ? "everything" : bucket),
                wait,
                ofAll ? LimitScope.CONNECTOR : LimitScope.BUCKET,
                !isOwn(answer));
    }
}
