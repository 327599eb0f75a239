package io.palyra.connectors.observe;

import java.util.regex.Pattern;

/**
 * What a check found.
 *
 * @param message one sentence; where the check is down also the way out. Never a secret, and of what a platform or the
 *     daemon wrote only what {@link #said} leaves: whoever reads it shows no token
 */
record Finding(boolean up, String message) {

    private static final int SAID_CHARS_MAX = 120;

    /** User and password of an address, its query, and what is too long and too mixed for a word. */
    private static final Pattern SECRETS =
            Pattern.compile("(?<=//)[^/\\s@]+@|\\?[^\\s]{8,}|(?=\\S*[0-9])(?=\\S*[A-Za-z])[A-Za-z0-9._~+/=-]{32,}");

    /** The beginning of a reason, in one line and without what may be a secret. */
    static String said(String reason) {
        String line = SECRETS.matcher(reason)
                .replaceAll("…")
                .replaceAll("[\\p{Cntrl}\\s]+", " ")
                .strip();
        return line.length() <= SAID_CHARS_MAX ? line : line.substring(0, SAID_CHARS_MAX) + "…";
    }

    static Finding up(String message) {
        return new Finding(true, message);
    }

    static Finding down(String message) {
        return new Finding(false, message);
    }
}
