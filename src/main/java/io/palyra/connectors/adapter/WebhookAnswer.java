package io.palyra.connectors.adapter;

import java.util.Map;

/**
 * What the caller of a {@link WebhookReceiver} gets to read.
 *
 * @param status from 200 to 599
 * @param contentType of the body; empty where there is none
 * @param body in UTF-8
 * @param headers further ones
 */
public record WebhookAnswer(int status, String contentType, String body, Map<String, String> headers) {

    private static final int STATUS_MIN = 200;
    private static final int STATUS_MAX = 599;

    public WebhookAnswer {
        if (status < STATUS_MIN || status > STATUS_MAX) {
            throw new IllegalArgumentException(
                    "status must be from " + STATUS_MIN + " to " + STATUS_MAX + ", not " + status);
        }
        headers = Map.copyOf(headers);
        headers.forEach((name, value) -> {
            if (hasLineEnd(name) || hasLineEnd(value)) {
                throw new IllegalArgumentException("headers must be of one line each: " + name);
            }
        });
        if (hasLineEnd(contentType)) {
            throw new IllegalArgumentException("contentType must be of one line");
        }
    }

    private static boolean hasLineEnd(String text) {
        return text.chars().anyMatch(character -> character == '\r' || character == '\n');
    }

    /** 200 and nothing else: the platform does not call again. */
    public static WebhookAnswer ok() {
        return status(200);
    }

    /** Without a body. */
    public static WebhookAnswer status(int status) {
        return new WebhookAnswer(status, "", "", Map.of());
    }

    public static WebhookAnswer text(int status, String text) {
        return new WebhookAnswer(status, "text/plain; charset=utf-8", text, Map.of());
    }

    public static WebhookAnswer json(int status, String json) {
        return new WebhookAnswer(status, "application/json", json, Map.of());
    }
}
