package io.palyra.connectors.telegram;

import java.util.regex.Pattern;

/**
 * The numbers that Telegram gives to chats and people. A private chat has that of the person; those of groups and channels are
 * below zero. They have up to 52 bits.
 *
 * @see <a href="https://core.telegram.org/bots/api#chat">Telegram: Chat</a>
 */
final class ChatIds {

    private static final Pattern FORM = Pattern.compile("-?[1-9][0-9]{0,15}");

    private static final long MAX = 1L << 52;

    private ChatIds() {}

    /** Whether Telegram may have given it to somebody. */
    static boolean isId(String text) {
        return FORM.matcher(text).matches() && Math.abs(Long.parseLong(text)) < MAX;
    }

    /** Whether it is no private chat. */
    static boolean isGroup(long chatId) {
        return chatId < 0;
    }
}
