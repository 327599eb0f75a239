package io.palyra.connectors.settings;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A setting as people may see it. Of a secret there is the reference to it, or {@value #SECRET}; of an address, neither a
 * user nor what stands behind a question mark, and of a platform's not its path.
 *
 * @param value what is in effect; null where the key stands for nothing
 * @param defaultValue null where an unset key stands for nothing, and for options of connectors
 * @param origin the place in words: file and line, environment variable, {@code -D} option, or {@code default}
 */
public record ShownSetting(
        String key,
        @Nullable String value,
        @JsonProperty("default") @Nullable String defaultValue,
        SettingSource source,
        String origin) {

    /** In place of a secret that is no reference. */
    public static final String SECRET = "(set)";

    static ShownSetting of(SettingKey<?> key) {
        return new ShownSetting(key.name(), key.defaultText(), key.defaultText(), SettingSource.DEFAULT, "default");
    }

    static ShownSetting of(SourcedValue value, @Nullable String defaultText) {
        return new ShownSetting(
                value.key(),
                value.text().isEmpty() ? null : ShownText.of(value.key(), value.text()),
                defaultText,
                value.source(),
                value.origin());
    }
}
