/**
 * Telegram through its Bot API, polled. Texts are Markdown on this side, and text with entities on Telegram's.
 */
@NullMarked
package io.palyra.connectors.telegram;

import org.jspecify.annotations.NullMarked;
