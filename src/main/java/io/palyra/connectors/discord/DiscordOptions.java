package io.palyra.connectors.discord;

import java.net.URI;
import java.time.Duration;

/**
 * What an operator can set of one instance.
 *
 * @param restUrl base of the REST API, with a slash at its end
 * @param gatewayUrl where gateway sessions begin
 * @param egressAllowLoopback whether loopback addresses are reached, allow list or not
 * @param resendWindow for so long after the first send Discord recognises a nonce
 * @param uploadBytesMax of one file
 * @param requestsPerSecond of all requests
 * @param messageContent whether to ask for the privileged intent Message Content
 */
record DiscordOptions(
        URI restUrl,
        URI gatewayUrl,
        boolean egressAllowLoopback,
        Duration resendWindow,
        long uploadBytesMax,
        int requestsPerSecond,
        boolean messageContent) {}
