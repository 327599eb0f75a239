package io.palyra.connectors.discord;

import io.palyra.connectors.protocol.Readiness;
import java.util.Optional;

/**
 * What ends a session of the gateway for good: a close that no reconnection mends.
 *
 * @see <a href="https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes">Discord:
 *     Gateway Close Event Codes</a>
 */
record GatewayClose(Readiness readiness, String reason) {

    static final String PORTAL =
            "Discord Developer Portal (discord.com/developers/applications), your application, Bot";
    static final String MESSAGE_CONTENT = "Message Content Intent";

    /** The gateway has closed link after link on which the session was to be resumed. */
    static GatewayClose notResumed() {
        return new GatewayClose(
                Readiness.READY,
                "the gateway has dropped link after link without resuming the session; another one is begun");
    }

    /**
     * The gateway client has ended, and nobody has asked it to: JDA does so where its thread is interrupted while it waits to be
     * back, as its WebSocket interrupts the thread that reads when it closes a link without heartbeats.
     */
    static GatewayClose clientEnded() {
        return new GatewayClose(
                Readiness.READY, "the gateway client has ended by itself; a session is begun with another one");
    }

    /** The meaning of a code; empty where JDA comes back by itself. */
    static Optional<GatewayClose> of(int code) {
        return switch (code) {
            case 4004 ->
                Optional.of(new GatewayClose(
                        Readiness.AUTH_FAILED,
                        "Discord refuses the token (close code 4004); reset it in the " + PORTAL
                                + ", and set the new one"));
            case 4010, 4011 ->
                Optional.of(new GatewayClose(
                        Readiness.MISCONFIGURED,
                        "the bot is in too many guilds for one session (close code " + code
                                + "): sharding is not supported"));
            case 4012 ->
                Optional.of(new GatewayClose(
                        Readiness.MISCONFIGURED,
                        "the gateway does not know this version of the API (close code 4012); see gateway-url"));
            case 4013 ->
                Optional.of(new GatewayClose(
                        Readiness.MISCONFIGURED, "the gateway does not know the requested intents (close code 4013)"));
            case 4014 ->
                Optional.of(new GatewayClose(
                        Readiness.MISCONFIGURED,
                        "the privileged intent " + MESSAGE_CONTENT + " is off (close code 4014); switch it on in the "
                                + PORTAL + ", Privileged Gateway Intents, or set message-content=false"));
            default -> Optional.empty();
        };
    }
}
