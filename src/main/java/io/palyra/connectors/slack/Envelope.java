package io.palyra.connectors.slack;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What Slack sends over a socket, and sends again where it is not acknowledged within three seconds.
 *
 * @param type such as {@code events_api}
 * @param ack acknowledges it on the socket by which it came; returns at once, and does nothing once that is closed
 */
record Envelope(String type, JsonNode payload, Runnable ack) {}
