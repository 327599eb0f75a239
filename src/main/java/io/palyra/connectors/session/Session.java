package io.palyra.connectors.session;

/**
 * A caller who has shown a token once, and shows a cookie since.
 *
 * @param secret what the cookie holds
 * @param csrf what calls that change something have to show beside the cookie; who knows it does not know the cookie
 */
public record Session(
        String secret, String tokenName, String tokenKey, String csrf, long openedAtUnixMs, long usedAtUnixMs) {

    /** Unless it is used before. */
    public long expiresAtUnixMs() {
        return Math.min(openedAtUnixMs + Sessions.LIFE.toMillis(), usedAtUnixMs + Sessions.REST.toMillis());
    }

    Session used(long now) {
        return new Session(secret, tokenName, tokenKey, csrf, openedAtUnixMs, now);
    }

    /** Without what only its owner knows. */
    @Override
    public String toString() {
        return "Session[" + tokenName + "]";
    }
}
