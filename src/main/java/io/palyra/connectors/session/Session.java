package io.palyra.connectors.session;

/**
 * A caller who has shown a token once, and shows a cookie since.
 *
 * @param secret what the cookie holds
 * @param csrf what calls that change something have to show beside the cookie; who knows it does not know the cookie
 * @param expiresAtUnixMs unless it is used before
 */
public record Session(String secret, String tokenName, String tokenKey, String csrf, long expiresAtUnixMs) {

    /** Without what only its owner knows. */
    @Override
    public String toString() {
        return "Session[" + tokenName + "]";
    }
}
