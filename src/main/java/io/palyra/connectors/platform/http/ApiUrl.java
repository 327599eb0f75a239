package io.palyra.connectors.platform.http;

import java.net.URI;
import okhttp3.HttpUrl;

/** URLs that operators set. */
public final class ApiUrl {

    private ApiUrl() {}

    /**
     * The base URL of an HTTP API.
     *
     * @param option of the endpoint, as it is written in settings
     * @param example what it may look like
     * @return with a slash at its end
     * @throws IllegalArgumentException naming the option where the text is no URL for the JDK, or none for OkHttp: neither takes
     *     all that the other does
     */
    public static URI base(String option, String text, String example) {
        try {
            URI url = URI.create(text.endsWith("/") ? text : text + "/");
            if (url.getHost() != null
                    && url.getQuery() == null
                    && url.getFragment() == null
                    && HttpUrl.parse(url.toString()) != null) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            // Refused with the words of the option
        }
        throw new IllegalArgumentException(option + " must be an https URL such as " + example + ", not " + text);
    }
}
