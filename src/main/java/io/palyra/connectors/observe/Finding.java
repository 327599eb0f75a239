package io.palyra.connectors.observe;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a check found.
 *
 * @param message one sentence; where the check is down also the way out. Never a secret, and of what a platform or the
 *     daemon wrote only what {@link #said} leaves: whoever reads it shows no token
 */
record Finding(boolean up, String message) {

    private static final int SAID_CHARS_MAX = 120;

    /** A reason that has its way out behind it. */
    private static final int CAUSE_CHARS_MAX = 300;

    /** Names of settings, and where a secret is to be found. */
    private static final String KEPT = "(?<kept>\\bpalyra\\.connectors\\.[a-z0-9._-]+|\\{\\{(?:env|file):[^}\\s]*}})";

    /** User and password of an address, its query, and what is too long and too mixed for a word. */
    private static final Pattern SECRETS = Pattern.compile(
            KEPT + "|(?<=//)[^/\\s@]+@|\\?[^\\s]{8,}|(?=\\S*[0-9])(?=\\S*[A-Za-z])[A-Za-z0-9._~+/=-]{32,}");

    /** The beginning of a reason, in one line and without what may be a secret. */
    static String said(String reason) {
        return beginning(reason, SAID_CHARS_MAX);
    }

    /** The same of what a connector says of itself, which is longer: it names what is to be corrected. */
    static String cause(String reason) {
        return beginning(reason, CAUSE_CHARS_MAX);
    }

    private static String beginning(String reason, int charsMax) {
        String line = SECRETS.matcher(reason)
                .replaceAll(found -> found.group(1) == null ? "…" : Matcher.quoteReplacement(found.group(1)))
                .replaceAll("[\\p{Cntrl}\\s]+", " ")
                .strip();
        return line.length() <= charsMax ? line : line.substring(0, charsMax) + "…";
    }

    static Finding up(String message) {
        return new Finding(true, message);
    }

    static Finding down(String message) {
        return new Finding(false, message);
    }
}
