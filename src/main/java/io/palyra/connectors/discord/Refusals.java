package io.palyra.connectors.discord;

import java.util.Optional;

/**
 * Reads an answer that is no success. Only a body in Discord's form counts as Discord's word; anything else was said by
 * whoever stands in between, and is no reason to give a message up.
 */
final class Refusals {

    private static final int REDIRECTION = 300;
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int CONTENT_TOO_LARGE = 413;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    private final LimitAnswers limits;

    Refusals(LimitAnswers limits) {
        this.limits = limits;
    }

    /** @param key whose request was answered */
    RestFailure of(String key, RestAnswer answer) {
        int status = answer.status();
        if (status == TOO_MANY_REQUESTS) {
            return limits.of(key, answer);
        } else if (status >= SERVER_ERROR || status == REQUEST_TIMEOUT || !answer.whole()) {
            return new RestFailure.ServerFailed("the server failed: " + ForeignAnswer.describe(answer));
        }
        Optional<RefusalBody> body = RefusalBody.of(answer);
        if (status == UNAUTHORIZED && body.isPresent()) {
            return unauthorized(status, body.get());
        } else if (status >= BAD_REQUEST && body.isPresent() && body.get().code() > 0) {
            return refused(key, answer, body.get());
        } else if (status == CONTENT_TOO_LARGE) {
            // A proxy has limits of its own; whether it is this request shows itself by what becomes of others
            return new RestFailure.Refused(status, 0, RefusalMeaning.UNKNOWN, ForeignAnswer.describe(answer));
        }
        return notDiscord(answer);
    }

    private static RestFailure refused(String key, RestAnswer answer, RefusalBody body) {
        int status = answer.status();
        Optional<DiscordCode> known = DiscordCode.of(body.code());
        if (known.isEmpty()) {
            return new RestFailure.Refused(status, body.code(), RefusalMeaning.UNKNOWN, body.words());
        }
        return switch (known.get().says()) {
            case LIMITED -> LimitAnswers.inOtherWords(key, body);
            case NOT_NOW -> new RestFailure.Unavailable(said(status, body));
            case TOKEN -> unauthorized(status, body);
            case NOT_DISCORD -> notDiscord(answer);
            case TARGET -> new RestFailure.Refused(status, body.code(), RefusalMeaning.TARGET, body.words());
            case REPLY -> new RestFailure.Refused(status, body.code(), RefusalMeaning.REPLY, body.words());
            case MESSAGE ->
                new RestFailure.Refused(
                        status,
                        body.code(),
                        body.speaksOfReply() ? RefusalMeaning.REPLY : RefusalMeaning.MESSAGE,
                        body.words());
        };
    }

    private static RestFailure unauthorized(int status, RefusalBody body) {
        return new RestFailure.Unauthorized(said(status, body));
    }

    private static String said(int status, RefusalBody body) {
        return "Discord answered " + status + (body.code() > 0 ? " (" + body.code() + ")" : "") + ": " + body.words();
    }

    /** A success or a refusal that Discord cannot have written. */
    static RestFailure notDiscord(RestAnswer answer) {
        boolean redirects = answer.status() >= REDIRECTION && answer.status() < BAD_REQUEST;
        return new RestFailure.NotDiscord("no answer of Discord's: " + ForeignAnswer.describe(answer)
                + (redirects ? "; redirects are not followed" : "")
                + "; see rest-url, and what stands between here and Discord");
    }
}
