package io.palyra.connectors.slack;

/** Slack's names of emojis. */
final class EmojiNames {

    private EmojiNames() {}

    static String of(String emoji) {
        return emoji.replace(":", "");
    }
}
