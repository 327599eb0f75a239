package io.palyra.connectors.slack;

import java.net.URI;
import java.time.Duration;

/**
 * What an operator can set of one instance.
 *
 * @param apiUrl base of the Web API, with a slash at its end
 * @param egressAllowLoopback whether loopback addresses are reached, allow list or not
 * @param replyInThread where answers go
 * @param threadMemory for so long after its last message a thread is read after a gap
 * @param uploadBytesMax of one file
 */
record SlackOptions(
        URI apiUrl,
        boolean egressAllowLoopback,
        ReplyInThread replyInThread,
        Duration threadMemory,
        long uploadBytesMax) {}
