package io.palyra.connectors.settings;

/**
 * The text of a setting and where it came from.
 *
 * @param key the whole key, connector names in lower case
 * @param text stripped of surrounding white space, may be empty
 * @param source which kind of place it came from
 * @param origin the place in words: file and line, environment variable, or {@code -D} option
 */
record SourcedValue(String key, String text, SettingSource source, String origin) {

    SourcedValue {
        text = text.strip();
    }

    SourcedValue withKey(String newKey) {
        return new SourcedValue(newKey, text, source, origin);
    }

    boolean isSecret() {
        return SecretReference.isSecretKey(key);
    }

    /** Leaves out the text, which may be a secret. */
    @Override
    public String toString() {
        return "SourcedValue[" + key + " (" + origin + ")]";
    }
}
