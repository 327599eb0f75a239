package io.palyra.connectors.settings;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The settings that every program on one store has to have alike. */
public final class SharedSettings {

    /** In place of a secret that is no reference. */
    static final String WRITTEN_OUT = "written out";

    /**
     * Those that are a node's own: its name and addresses, its way to the store, what its machine can do, and what its log
     * says.
     */
    private static final Set<String> OF_ONE_NODE = Stream.of(
                    SettingKeys.NODE_NAME,
                    SettingKeys.NODE_URL,
                    SettingKeys.HTTP_HOST,
                    SettingKeys.HTTP_PORT,
                    SettingKeys.HTTP_ALLOWED_HOSTS,
                    SettingKeys.CONSOLE_ENABLED,
                    SettingKeys.CONSOLE_BASE_PATH,
                    SettingKeys.INGRESS_HOST,
                    SettingKeys.INGRESS_PORT,
                    SettingKeys.STORE_URL,
                    SettingKeys.STORE_SYNCHRONOUS,
                    SettingKeys.DAEMON_CONCURRENCY,
                    SettingKeys.HEALTH_STORE_FREE_MB,
                    SettingKeys.HEALTH_STORE_WAL_MB,
                    SettingKeys.LOGS_FORMAT,
                    SettingKeys.LOGS_LEVEL,
                    SettingKeys.LOGS_MESSAGE_TEXT)
            .map(SettingKey::name)
            .collect(Collectors.toUnmodifiableSet());

    private SharedSettings() {}

    /** Their texts by key, defaults included. References to secrets are as they were written; a secret itself is left out. */
    public static SortedMap<String, String> of(Settings settings) {
        SortedMap<String, String> texts = new TreeMap<>(settings.effectiveValues());
        putReference(texts, SettingKeys.ADMIN_TOKEN.name(), settings.http().adminToken());
        settings.admin().tokens().forEach(named -> putReference(texts, named.key(), Optional.of(named.token())));
        putReference(texts, SettingKeys.STORE_PASSWORD.name(), settings.store().password());
        for (DeclaredConnector declared : settings.connectors()) {
            declared.secrets()
                    .forEach((option, reference) -> putReference(
                            texts,
                            new ConnectorKey(
                                            declared.connectorId().kind(),
                                            declared.connectorId().name(),
                                            option)
                                    .text(),
                            Optional.of(reference)));
        }
        texts.keySet().removeAll(OF_ONE_NODE);
        return Collections.unmodifiableSortedMap(texts);
    }

    private static void putReference(Map<String, String> texts, String key, Optional<SecretReference> reference) {
        reference.ifPresent(secret -> texts.put(key, secret.isWrittenOut() ? WRITTEN_OUT : secret.text()));
    }
}
