package io.palyra.connectors.settings;

import io.palyra.connectors.access.AccessRuleSet;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.Principal;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Turns connector keys into declared instances; an empty value is the same as an unset key. */
final class ConnectorDeclarations {

    private final ConnectorKeys connectorKeys;
    private final SettingReader reader;
    private final Findings findings;

    ConnectorDeclarations(ConnectorKeys connectorKeys, SettingReader reader, Findings findings) {
        this.connectorKeys = connectorKeys;
        this.reader = reader;
        this.findings = findings;
    }

    /** The instances, ordered by id. One with an invalid name is reported and left out. */
    List<DeclaredConnector> declared() {
        Map<ConnectorId, Map<String, ConnectorKey>> optionsById =
                new TreeMap<>(Comparator.comparing(ConnectorId::value));
        for (SourcedValue value : reader.values()) {
            connectorKeys.parse(value.key()).ifPresent(key -> idOf(key, value).ifPresent(id -> optionsById
                    .computeIfAbsent(id, unused -> new LinkedHashMap<>())
                    .put(key.option(), key)));
        }
        return optionsById.entrySet().stream()
                .map(entry -> declared(entry.getKey(), entry.getValue()))
                .toList();
    }

    private Optional<ConnectorId> idOf(ConnectorKey key, SourcedValue value) {
        try {
            return Optional.of(ConnectorId.of(key.kind(), key.name()));
        } catch (InvalidEnvelopeException e) {
            findings.problem(value.key() + " (" + value.origin() + ") has an invalid connector name: " + e.reason());
            return Optional.empty();
        }
    }

    private DeclaredConnector declared(ConnectorId id, Map<String, ConnectorKey> keys) {
        return new DeclaredConnector(
                id,
                read(keys, ConnectorKeys.ENABLED, ValueParser::parseBoolean),
                read(keys, ConnectorKeys.PRINCIPAL, ConnectorDeclarations::parsePrincipal),
                secrets(keys),
                read(keys, ConnectorKeys.EGRESS_ALLOWLIST, ValueParser.listOf(HostNames::parseEgress))
                        .orElse(List.of()),
                access(keys),
                kindOptions(keys));
    }

    private AccessRuleSet access(Map<String, ConnectorKey> keys) {
        AccessRuleSet rules = AccessRuleSet.NONE;
        for (AccessRuleSet.Field field : AccessRuleSet.Field.values()) {
            rules = read(keys, field.option(), AccessOptions.of(field))
                    .orElse(AccessRuleSet.NONE)
                    .over(rules);
        }
        return rules;
    }

    private Map<String, SecretReference> secrets(Map<String, ConnectorKey> keys) {
        return keys.keySet().stream()
                .filter(SecretReference::isSecretKey)
                .flatMap(option -> read(keys, option, text -> Map.entry(option, new SecretReference(text))).stream())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private Map<String, String> kindOptions(Map<String, ConnectorKey> keys) {
        return keys.keySet().stream()
                .filter(option ->
                        !ConnectorKeys.COMMON_OPTIONS.contains(option) && !SecretReference.isSecretKey(option))
                .flatMap(option -> read(keys, option, text -> Map.entry(option, text)).stream())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private <T> Optional<T> read(Map<String, ConnectorKey> keys, String option, ValueParser<T> parser) {
        return Optional.ofNullable(keys.get(option)).flatMap(key -> reader.read(key.text(), parser));
    }

    private static Principal parsePrincipal(String text) {
        try {
            return new Principal(text);
        } catch (InvalidEnvelopeException e) {
            throw new IllegalArgumentException(
                    "one line of at most " + Principal.BYTES_MAX + " bytes, such as channel:discord:ops", e);
        }
    }
}
