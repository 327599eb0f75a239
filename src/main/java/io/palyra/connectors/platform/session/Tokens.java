package io.palyra.connectors.platform.session;

/** How a secret is shown, so that operators can tell which one is used. */
public final class Tokens {

    private static final int CHARS_SHOWN = 4;

    /** A shorter secret would be shown for the most part. */
    private static final int CHARS_TO_SHOW = 12;

    private Tokens() {}

    /** Its last four characters behind an ellipsis; of a short one the ellipsis alone. */
    public static String end(String token) {
        return "…" + (token.length() < CHARS_TO_SHOW ? "" : token.substring(token.length() - CHARS_SHOWN));
    }
}
