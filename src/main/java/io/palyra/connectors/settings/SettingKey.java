package io.palyra.connectors.settings;

import org.jspecify.annotations.Nullable;

/**
 * One fixed key under {@code palyra.}.
 *
 * @param name the whole key
 * @param defaultText its default as it would be written; null where an unset key means "nothing"
 * @param parser reads its values
 */
record SettingKey<T>(String name, @Nullable String defaultText, ValueParser<T> parser) {

    static <T> SettingKey<T> withDefault(String name, String defaultText, ValueParser<T> parser) {
        return new SettingKey<>(name, defaultText, parser);
    }

    static <T> SettingKey<T> withoutDefault(String name, ValueParser<T> parser) {
        return new SettingKey<>(name, null, parser);
    }
}
