package io.palyra.connectors.routes;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertiesComponent;

/**
 * Takes the values out of a message that a route file only refers to, or has marked as raw. Camel blanks the options that it
 * knows as secret; under any other name, a secret would stand in what it says of an endpoint.
 */
final class HiddenValues {

    /** Shorter ones are found everywhere, and hide nothing. */
    private static final int LENGTH_MIN = 4;

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\??([^{}]+)}}");
    private static final Pattern RAW = Pattern.compile("RAW(?:\\(([^)]*)\\)|\\{([^}]*)})");

    private final CamelContext context;
    private final Map<String, String> hidden = new LinkedHashMap<>();

    private HiddenValues(CamelContext context, String texts) {
        this.context = context;
        Properties settings = context.getPropertiesComponent().loadProperties();
        Matcher placeholder = PLACEHOLDER.matcher(texts);
        while (placeholder.find()) {
            String name = placeholder.group(1);
            if (isReference(name)
                    || PLACEHOLDER
                            .matcher(settings.getProperty(name.split(":")[0], ""))
                            .find()) {
                hide(placeholder.group());
            }
        }
        Matcher raw = RAW.matcher(texts);
        while (raw.find()) {
            hide(raw.group(1) == null ? raw.group(2) : raw.group(1), "xxxxxx");
        }
    }

    /** The message with references in the place of what they stand for. */
    static String in(CamelContext context, String texts, String message) {
        return new HiddenValues(context, texts).without(message);
    }

    /** Whether it is resolved by a function, such as env, file, or one of a vault. */
    private boolean isReference(String name) {
        PropertiesComponent properties = context.getPropertiesComponent();
        return name.contains(":") && properties.hasPropertiesFunction(name.substring(0, name.indexOf(':')));
    }

    private void hide(String placeholder) {
        try {
            hide(context.resolvePropertyPlaceholders(placeholder), placeholder);
        } catch (RuntimeException e) {
            // Without a value there is nothing to hide
        }
    }

    private void hide(String value, String shown) {
        if (value.length() >= LENGTH_MIN && !PLACEHOLDER.matcher(value).find()) {
            hidden.put(value, shown);
            hidden.put(URLEncoder.encode(value, StandardCharsets.UTF_8), shown);
        }
    }

    private String without(String message) {
        String text = message;
        for (Map.Entry<String, String> value : hidden.entrySet()) {
            text = text.replace(value.getKey(), value.getValue());
        }
        return text;
    }
}
