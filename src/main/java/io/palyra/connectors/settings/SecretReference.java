package io.palyra.connectors.settings;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A secret as it was written in the settings: usually a reference such as <code>{{env:DISCORD_TOKEN}}</code>, not yet
 * resolved. May also be the secret itself, so {@link #toString()} never shows it.
 *
 * @param text what was written, never blank
 */
public record SecretReference(String text) {

    private static final Pattern WITH_ARGUMENT = Pattern.compile("\\s*\\{\\{[^:}]+:(.*)}}\\s*");

    public SecretReference {
        if (text.isBlank()) {
            throw new IllegalArgumentException("a secret reference cannot be blank");
        }
    }

    /** Whether this is the secret itself rather than a <code>{{function:name}}</code> or a {@code global/…} vault ref. */
    public boolean isWrittenOut() {
        return !text.contains("{{") && !text.startsWith("global/");
    }

    /**
     * Whether the reference was taken for its own words: a function that nobody knows, such as a misspelt one, is a property to
     * Camel, and what stands behind the colon its default.
     */
    public boolean isOnlyWords(String resolved) {
        Matcher reference = WITH_ARGUMENT.matcher(text);
        return reference.matches() && reference.group(1).strip().equals(resolved.strip());
    }

    /** Whether the last segment of a key names a secret; the values of such keys are never shown. */
    static boolean isSecretKey(String key) {
        return key.endsWith("token") || key.endsWith("password") || key.endsWith("secret");
    }

    @Override
    public String toString() {
        return "SecretReference[***]";
    }
}
