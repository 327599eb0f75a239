package io.palyra.connectors.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The definition of one connector.
 *
 * @param kind the kind in the id; on the wire it may be left out
 * @param principal on the wire it may be left out: {@code channel:<connector id>}
 * @param authProfileRef at most 256 bytes
 * @param tokenVaultRef where the token is found, never the token itself; at most 256 bytes
 * @param egressAllowlist the hosts that the connector may call, each {@code host} or {@code *.host}; kept in lower
 *     case, at most 256
 */
public record ConnectorInstanceSpec(
        ConnectorId connectorId,
        ConnectorKind kind,
        Principal principal,
        @Nullable String authProfileRef,
        @Nullable String tokenVaultRef,
        List<String> egressAllowlist,
        boolean enabled) {
    public static final int REF_BYTES_MAX = 256;
    public static final int EGRESS_HOSTS_MAX = 256;
    public static final int HOST_BYTES_MAX = 253;

    private static final String DEFAULT_ACCOUNT = "default";

    @JsonCreator
    public ConnectorInstanceSpec {
        Checks.required(connectorId, "connector_id");
        kind = kind == null ? connectorId.kind() : kind;
        if (!kind.equals(connectorId.kind())) {
            throw new InvalidEnvelopeException("kind", "must be the kind in connector_id", Texts.quote(kind.value()));
        }
        principal = principal == null ? principalOf(connectorId) : principal;
        Checks.optionalLine(authProfileRef, "auth_profile_ref", REF_BYTES_MAX);
        Checks.optionalLine(tokenVaultRef, "token_vault_ref", REF_BYTES_MAX);
        egressAllowlist = hosts(egressAllowlist);
    }

    /**
     * What an account of this name gets unless it says otherwise. {@code discord:ops} has principal {@code
     * channel:discord:ops}, auth profile {@code discord.ops} and vault ref {@code global/discord_bot_token.ops}; the
     * vault ref of the account {@code default} has no suffix. Disabled, and no host allowed.
     */
    public static ConnectorInstanceSpec forAccount(ConnectorKind kind, String name) {
        ConnectorId id = ConnectorId.of(kind, name);
        return new ConnectorInstanceSpec(
                id, kind, principalOf(id), kind + "." + id.name(), vaultRef(id, "bot_token"), List.of(), false);
    }

    /** Where a secret of an account is found that says nothing of it, such as {@code global/slack_app_token.ops}. */
    public static String vaultRef(ConnectorId connectorId, String secret) {
        String ref = "global/" + connectorId.kind() + "_" + secret;
        return connectorId.name().equals(DEFAULT_ACCOUNT) ? ref : ref + "." + connectorId.name();
    }

    public ConnectorInstanceSpec withEnabled(boolean enabled) {
        return new ConnectorInstanceSpec(
                connectorId, kind, principal, authProfileRef, tokenVaultRef, egressAllowlist, enabled);
    }

    public ConnectorInstanceSpec withPrincipal(Principal principal) {
        return new ConnectorInstanceSpec(
                connectorId, kind, principal, authProfileRef, tokenVaultRef, egressAllowlist, enabled);
    }

    public ConnectorInstanceSpec withTokenVaultRef(@Nullable String tokenVaultRef) {
        return new ConnectorInstanceSpec(
                connectorId, kind, principal, authProfileRef, tokenVaultRef, egressAllowlist, enabled);
    }

    public ConnectorInstanceSpec withEgressAllowlist(List<String> egressAllowlist) {
        return new ConnectorInstanceSpec(
                connectorId, kind, principal, authProfileRef, tokenVaultRef, egressAllowlist, enabled);
    }

    private static Principal principalOf(ConnectorId id) {
        return new Principal("channel:" + id);
    }

    private static List<String> hosts(@Nullable List<String> entries) {
        List<String> given = Checks.list(entries, "egress_allowlist", EGRESS_HOSTS_MAX, Checks.EXCEEDS_SIZE_LIMIT);
        List<String> hosts = new ArrayList<>(given.size());
        for (int i = 0; i < given.size(); i++) {
            String field = "egress_allowlist[" + i + "]";
            String host = Checks.line(given.get(i), field, HOST_BYTES_MAX);
            if (!isHost(host.startsWith("*.") ? host.substring(2) : host)) {
                throw new InvalidEnvelopeException(field, "must be host or *.host", Texts.quote(host));
            }
            hosts.add(host.toLowerCase(Locale.ROOT));
        }
        return List.copyOf(hosts);
    }

    private static boolean isHost(String host) {
        boolean inLabel = false;
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c == '.' && inLabel) {
                inLabel = false;
            } else if (Texts.isAsciiLetterOrDigit(c) || c == '-') {
                inLabel = true;
            } else {
                return false;
            }
        }
        return inLabel;
    }
}
