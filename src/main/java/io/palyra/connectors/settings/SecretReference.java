package io.palyra.connectors.settings;

/**
 * A secret as it was written in the settings: usually a reference such as <code>{{env:DISCORD_TOKEN}}</code>, not yet
 * resolved. May also be the secret itself, so {@link #toString()} never shows it.
 *
 * @param text what was written, never blank
 */
public record SecretReference(String text) {

    public SecretReference {
        if (text.isBlank()) {
            throw new IllegalArgumentException("a secret reference cannot be blank");
        }
    }

    /** Whether this is the secret itself rather than a <code>{{function:name}}</code> or a {@code global/…} vault ref. */
    public boolean isWrittenOut() {
        return !text.contains("{{") && !text.startsWith("global/");
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
