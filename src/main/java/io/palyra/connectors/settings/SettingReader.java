package io.palyra.connectors.settings;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads typed values out of the winning texts. What is invalid is reported and read as if it were not set. */
final class SettingReader {

    private final Map<String, SourcedValue> values;
    private final Findings findings;

    SettingReader(Map<String, SourcedValue> values, Findings findings) {
        this.values = values;
        this.findings = findings;
    }

    Collection<SourcedValue> values() {
        return values.values();
    }

    /** The value of a key that has a default. */
    <T> T read(SettingKey<T> key) {
        String defaultText = key.defaultText();
        if (defaultText == null) {
            throw new IllegalArgumentException(key.name() + " has no default");
        }
        return Optional.ofNullable(values.get(key.name()))
                .flatMap(value -> parse(value, key.parser()))
                .orElseGet(() -> key.parser().parse(defaultText));
    }

    /** The value of a key without a default; empty if it is not set or set to nothing. */
    <T> Optional<T> readOptional(SettingKey<T> key) {
        return read(key.name(), key.parser());
    }

    /** Whether a key is set to something, be it allowed or not. */
    boolean isSet(String key) {
        return Optional.ofNullable(values.get(key))
                .filter(value -> !value.text().isEmpty())
                .isPresent();
    }

    /** The value of any key; empty if it is not set or set to nothing. */
    <T> Optional<T> read(String key, ValueParser<T> parser) {
        return Optional.ofNullable(values.get(key))
                .filter(value -> !value.text().isEmpty())
                .flatMap(value -> parse(value, parser));
    }

    private <T> Optional<T> parse(SourcedValue value, ValueParser<T> parser) {
        try {
            return Optional.of(parser.parse(value.text()));
        } catch (IllegalArgumentException e) {
            findings.rejected(value, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** Warns about secrets that stand in the file or on the command line, and about what is meant as one and is none. */
    void warnOfWrittenOutSecrets() {
        for (SourcedValue value : values.values()) {
            if (!value.isSecret() || value.text().isEmpty() || !new SecretReference(value.text()).isWrittenOut()) {
                continue;
            }
            if (value.key().startsWith(ConnectorKeys.PREFIX)) {
                findings.warning(value.key() + " (" + value.origin() + ") is taken for the name of a secret, never for"
                        + " the secret itself; write a reference, such as {{env:MY_SECRET}}");
            } else if (value.source() != SettingSource.ENVIRONMENT) {
                findings.warning(value.key() + " (" + value.origin()
                        + ") holds the secret itself; better a reference, such as {{env:MY_SECRET}}");
            }
        }
    }

    /** The text of every key that has a value, secrets left out. */
    Map<String, String> effectiveValues() {
        Map<String, String> effective = new TreeMap<>();
        for (SettingKey<?> key : SettingKeys.ALL) {
            putUnlessSecret(effective, key.name(), key.defaultText());
        }
        for (SourcedValue value : values.values()) {
            putUnlessSecret(effective, value.key(), value.text());
        }
        return effective;
    }

    /** Every fixed key, in the order of the file that is shipped, and the options that instances have. */
    List<ShownSetting> shown() {
        Map<String, SourcedValue> unseen = new TreeMap<>(values);
        List<ShownSetting> shown = new ArrayList<>();
        for (SettingKey<?> key : SettingKeys.ALL) {
            SourcedValue set = unseen.remove(key.name());
            shown.add(set == null ? ShownSetting.of(key) : ShownSetting.of(set, key.defaultText()));
        }
        unseen.values().forEach(option -> shown.add(ShownSetting.of(option, null)));
        return shown;
    }

    private static void putUnlessSecret(Map<String, String> target, String key, @Nullable String text) {
        if (text != null && !text.isEmpty() && !SecretReference.isSecretKey(key)) {
            target.put(key, text);
        }
    }
}
