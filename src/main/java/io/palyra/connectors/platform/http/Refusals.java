package io.palyra.connectors.platform.http;

import java.util.Optional;

/**
 * Reads an answer that refuses. Only a body in the platform's form counts as the platform's word; anything else was said by
 * whoever stands in between, and is no reason to give a message up. Thread safe.
 */
public final class Refusals {

    private static final int REDIRECTION = 300;
    private static final int BAD_REQUEST = 400;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int CONTENT_TOO_LARGE = 413;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    private final PlatformApi api;

    public Refusals(PlatformApi api) {
        this.api = api;
    }

    /**
     * What an answer says that is no success.
     *
     * @param bucket of the request that was answered
     */
    public RequestFailure of(String bucket, HttpAnswer answer) {
        int status = answer.status();
        if (status == TOO_MANY_REQUESTS) {
            return api.limit(bucket, answer);
        } else if (status >= SERVER_ERROR || status == REQUEST_TIMEOUT || !answer.whole()) {
            return new RequestFailure.ServerFailed("the server failed: " + describe(answer));
        }
        Optional<Refusal> refusal = api.refusal(answer);
        if (refusal.isPresent()) {
            return of(bucket, answer, refusal.get());
        } else if (status == CONTENT_TOO_LARGE) {
            // A proxy has limits of its own; whether it is this request shows itself by what becomes of others
            return refused(answer, new Refusal("", null, describe(answer)), RefusalMeaning.UNKNOWN);
        }
        return foreign(answer);
    }

    /** What a refusal of the platform means, whatever the status that it came with. */
    RequestFailure of(String bucket, HttpAnswer answer, Refusal refusal) {
        CodeMeaning meaning = refusal.meaning();
        if (meaning == null) {
            return refused(answer, refusal, RefusalMeaning.UNKNOWN);
        }
        return switch (meaning) {
            case MESSAGE -> refused(answer, refusal, RefusalMeaning.MESSAGE);
            case TARGET -> refused(answer, refusal, RefusalMeaning.TARGET);
            case REPLY -> refused(answer, refusal, RefusalMeaning.REPLY);
            case LIMITED -> api.limit(bucket, answer);
            case NOT_NOW -> new RequestFailure.Unavailable(said(answer, refusal));
            case PERHAPS_DONE -> new RequestFailure.ServerFailed(said(answer, refusal));
            case TOKEN -> new RequestFailure.Unauthorized(said(answer, refusal));
            case SET_UP -> new RequestFailure.Misconfigured(refusal.code(), said(answer, refusal));
            case FOREIGN -> foreign(answer);
        };
    }

    private RequestFailure refused(HttpAnswer answer, Refusal refusal, RefusalMeaning meaning) {
        String reason = said(answer, refusal)
                + (meaning == RefusalMeaning.UNKNOWN ? "; what that code means is not known" : "");
        return new RequestFailure.Refused(answer.status(), refusal.code(), meaning, reason);
    }

    private String said(HttpAnswer answer, Refusal refusal) {
        return api.name() + " answered " + answer.status()
                + (refusal.code().isEmpty() ? "" : " (" + refusal.code() + ")") + ": " + refusal.words();
    }

    /** A success or a refusal that the platform cannot have written. */
    RequestFailure foreign(HttpAnswer answer) {
        boolean redirects = answer.status() >= REDIRECTION && answer.status() < BAD_REQUEST;
        return new RequestFailure.Foreign("no answer of " + api.name() + "'s: " + describe(answer)
                + (redirects ? "; redirects are not followed" : "")
                + "; see " + api.urlOption() + ", and what stands between here and " + api.name());
    }

    String describe(HttpAnswer answer) {
        return ForeignAnswer.describe(answer, api.secrets());
    }
}
