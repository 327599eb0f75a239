package io.palyra.connectors.settings;

import java.util.regex.Pattern;

/** What people may see of the text of a setting. */
final class ShownText {

    private static final Pattern REFERENCE = Pattern.compile("\\{\\{[^{}]+}}");

    /** Behind a second colon stands what is taken where the first finds nothing: perhaps the secret itself. */
    private static final Pattern FALLBACK = Pattern.compile("(\\{\\{[^:]+:[^:]*:).+(}})");

    private static final Pattern ADDRESS = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://\\S*");

    private ShownText() {}

    static String of(String key, String text) {
        if (SecretReference.isSecretKey(key)) {
            return reference(text);
        }
        if (key.equals(SettingKeys.STORE_URL.name())) {
            return StoreUrl.shown(text);
        }
        if (key.equals(SettingKeys.DAEMON_ENDPOINT.name())) {
            return address(text);
        }
        return ADDRESS.matcher(text).matches() ? host(text) : text;
    }

    /** Also without its path: those of some platforms hold the token. */
    private static String host(String uri) {
        return address(uri).replaceFirst("(://[^/]*/).+", "$1…");
    }

    /** Without its user and its query, where passwords and tokens stand. */
    static String address(String uri) {
        return uri.replaceFirst("(?s)\\?.*", "?…").replaceFirst("(?s):(//)?.*@", ":$1…@");
    }

    private static String reference(String text) {
        if (text.startsWith("global/")) {
            return text;
        }
        return REFERENCE.matcher(text).matches() ? FALLBACK.matcher(text).replaceFirst("$1…$2") : ShownSetting.SECRET;
    }
}
