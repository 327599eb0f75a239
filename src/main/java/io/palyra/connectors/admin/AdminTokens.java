package io.palyra.connectors.admin;

import io.palyra.connectors.admin.nodes.SignedCall;
import io.palyra.connectors.cluster.DerivedKey;
import io.palyra.connectors.settings.Role;
import io.palyra.connectors.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that callers may show, and whose they are. Immutable; shows none of them.
 *
 * @param named empty where no token is needed; the administrator's is the first
 * @param viewerSeesText whether callers who only read see texts of messages
 */
public record AdminTokens(List<Named> named, boolean viewerSeesText) {

    /** Everybody may do everything. */
    public static final AdminTokens NONE = new AdminTokens(List.of(), true);

    /** A token itself. */
    public record Named(String name, String token, Role role) {

        @Override
        public String toString() {
            return name + "=" + role;
        }

        private boolean is(byte[] shown) {
            return MessageDigest.isEqual(token.getBytes(StandardCharsets.UTF_8), shown);
        }
    }

    public AdminTokens {
        named = List.copyOf(named);
    }

    /** Of an administrator alone. */
    public static AdminTokens of(Optional<String> administrator) {
        return new AdminTokens(
                administrator.stream()
                        .map(token -> new Named(Settings.Admin.ADMINISTRATOR, token, Role.ADMIN))
                        .toList(),
                false);
    }

    /** Whether a call needs one. */
    boolean areNeeded() {
        return !named.isEmpty();
    }

    /** What nodes sign with. */
    Optional<String> administrator() {
        return named.stream().map(Named::token).findFirst();
    }

    /** Whose the token is; compares it with each, so that the time it takes says nothing. */
    Optional<Identity> identity(String token) {
        byte[] shown = token.getBytes(StandardCharsets.UTF_8);
        @Nullable Named found = null;
        for (Named each : named) {
            if (each.is(shown)) {
                found = each;
            }
        }
        return Optional.ofNullable(found).map(owner -> identity(owner.name(), owner.role()));
    }

    /** Whose session it is that was opened with a token; empty where that token is another one now. */
    Optional<Identity> identity(String tokenName, String tokenKey) {
        return named.stream()
                .filter(owner -> owner.name().equals(tokenName) && key(owner).equals(tokenKey))
                .findFirst()
                .map(owner -> identity(owner.name(), owner.role()));
    }

    /** What sessions of the token with this name are bound to. Takes milliseconds. */
    Optional<String> key(String tokenName) {
        return named.stream()
                .filter(owner -> owner.name().equals(tokenName))
                .findFirst()
                .map(AdminTokens::key);
    }

    private static String key(Named owner) {
        return HexFormat.of().formatHex(DerivedKey.of(owner.token(), "sessions of the console"));
    }

    /**
     * Whose call a node passes on, as it says; where it names nobody, it is the administrator's or no tokens are in use. A role
     * that is not known here may do the least.
     */
    Identity identity(SignedCall call) {
        if (call.name().isEmpty()) {
            return areNeeded() ? identity(Settings.Admin.ADMINISTRATOR, Role.ADMIN) : Identity.OF_ALL;
        }
        for (Role role : Role.values()) {
            if (role.wireName().equals(call.role())) {
                return identity(call.name(), role);
            }
        }
        return Identity.STRANGER;
    }

    private Identity identity(String name, Role role) {
        return new Identity(name, role, role != Role.VIEWER || viewerSeesText);
    }
}
