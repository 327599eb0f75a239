package io.palyra.connectors.telegram;

import java.net.URI;

/**
 * What an operator can set of one instance.
 *
 * @param apiUrl base of the Bot API, with a slash at its end
 * @param egressAllowLoopback whether loopback addresses are reached, allow list or not
 * @param resendUnknown whether a message whose outcome is unknown is sent again, and perhaps shown twice
 * @param takeOverWebhook whether a webhook that somebody has set is deleted
 * @param pacing whether messages keep to Telegram's limits by themselves
 * @param markup how texts are made
 * @param uploadBytesMax of one file
 */
record TelegramOptions(
        URI apiUrl,
        boolean egressAllowLoopback,
        boolean resendUnknown,
        boolean takeOverWebhook,
        boolean pacing,
        TelegramMarkup markup,
        long uploadBytesMax) {}
