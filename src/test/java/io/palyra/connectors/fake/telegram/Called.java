package io.palyra.connectors.fake.telegram;

import io.palyra.connectors.fake.http.RestRequest;

/**
 * A call that came, whatever became of it.
 *
 * @param method in lower case; {@code file} for a download
 * @param chat as the request names it; empty without
 */
public record Called(String method, String chat) {

    static Called of(RestRequest request) {
        if (Files.isDownload(request)) {
            return new Called("file", "");
        }
        try {
            Call call = Call.of(request);
            return new Called(call.method(), call.text("chat_id"));
        } catch (TelegramError e) {
            return new Called(Call.method(request).orElse(""), "");
        }
    }
}
