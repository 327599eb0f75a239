package io.palyra.connectors.routes;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.NoSuchEndpointException;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.TypeConversionException;
import org.jspecify.annotations.Nullable;

/**
 * Says in a few words what one exception of Camel says at length. Its cause is left to whoever walks along the chain: Camel
 * repeats it in each message.
 */
final class CamelWords {

    /** Characters of a step that is quoted. */
    private static final int STEP_MAX = 140;

    private static final Pattern STEP = Pattern.compile("at: >>> (.*?) <<< in route", Pattern.DOTALL);
    private static final Pattern INPUT = Pattern.compile("\\[From\\[(.*?)\\] ->", Pattern.DOTALL);
    private static final Pattern UNKNOWN_OPTIONS =
            Pattern.compile("(?s).*parameters that couldn't be set.*Unknown parameters=\\[\\{(.*)}\\]");
    private static final Pattern OPTION = Pattern.compile("(?:^|, )([\\w.:-]+)=");
    private static final Pattern NO_READER =
            Pattern.compile("Cannot find RoutesBuilderLoader in classpath supporting file extension: (\\S+)");
    private static final Pattern OBJECT = Pattern.compile(" on: org\\.apache\\.camel\\.\\S+@[0-9a-f]+");

    private static final Map<String, String> READERS =
            Map.of("xml", "camel-xml-io-dsl", "camel.xml", "camel-xml-io-dsl", "java", "camel-java-joor-dsl");

    private CamelWords() {}

    /** Empty where its cause says all. */
    static String of(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        boolean hasCause = failure.getCause() != null;
        if (failure instanceof FailedToCreateRouteException route) {
            return "route " + route.getRouteId() + where(message)
                    + (hasCause ? "" : ": " + after(message, "because: "));
        } else if (failure instanceof FailedToStartRouteException route) {
            return "route " + route.getRouteId() + " does not start"
                    + (hasCause ? "" : ": " + after(message, "because: "));
        } else if (failure instanceof ResolveEndpointFailedException) {
            return hasCause ? "" : unknownOptions(after(message, " due to: "));
        } else if (failure instanceof PropertyBindingException option && hasCause) {
            return "option " + option.getPropertyName();
        } else if (failure instanceof TypeConversionException type) {
            return "\"" + type.getValue() + "\" is no " + type.getToType().getSimpleName();
        } else if (failure instanceof NoSuchEndpointException) {
            return message.replaceFirst(
                    "(?s)No endpoint could be found for: ([^:]+):.*please check your classpath contains.*",
                    "there is no component $1");
        }
        return noReader(
                OBJECT.matcher(withoutCause(message, failure.getCause())).replaceAll(""));
    }

    private static String withoutCause(String message, @Nullable Throwable cause) {
        if (cause == null || cause.getMessage() == null) {
            return message;
        } else if (message.equals(cause.toString())) {
            return "";
        }
        String end = ": " + cause.getMessage();
        return message.endsWith(end) ? message.substring(0, message.length() - end.length()) : message;
    }

    private static String where(String message) {
        Matcher step = STEP.matcher(message);
        if (step.find()) {
            return ", step " + shortened(step.group(1));
        }
        Matcher input = INPUT.matcher(message);
        return input.find() ? ", from " + shortened(input.group(1)) : "";
    }

    private static String shortened(String step) {
        return step.length() <= STEP_MAX ? step : step.substring(0, STEP_MAX) + "…";
    }

    private static String after(String message, String words) {
        int at = message.lastIndexOf(words);
        return at < 0 ? message : message.substring(at + words.length());
    }

    /** Without their values, which may be secrets under a name that nobody knows. */
    private static String unknownOptions(String message) {
        Matcher unknown = UNKNOWN_OPTIONS.matcher(message);
        if (!unknown.matches()) {
            return message;
        }
        return OPTION.matcher(unknown.group(1))
                .results()
                .map(option -> option.group(1))
                .reduce((one, other) -> one + ", " + other)
                .map(names -> "it has no option " + names)
                .orElse(message);
    }

    private static String noReader(String message) {
        Matcher reader = NO_READER.matcher(message);
        if (!reader.find()) {
            return message;
        }
        String extension = reader.group(1);
        return "nothing on board reads routes in files named *." + extension + "; palyra-connectors ext add"
                + " org.apache.camel:" + READERS.getOrDefault(extension, "camel-…-dsl") + " brings what does";
    }
}
