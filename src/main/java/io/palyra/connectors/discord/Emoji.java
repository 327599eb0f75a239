package io.palyra.connectors.discord;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An emoji as the API takes it: itself, or {@code name:id} for one of a guild. */
final class Emoji {

    private static final Pattern CUSTOM = Pattern.compile("<a?:([A-Za-z0-9_]+:[0-9]+)>");

    private Emoji() {}

    static String of(String text) {
        Matcher custom = CUSTOM.matcher(text.strip());
        return custom.matches() ? custom.group(1) : text.strip();
    }
}
