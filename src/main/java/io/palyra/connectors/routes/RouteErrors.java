package io.palyra.connectors.routes;

import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.camel.spi.Resource;

/** Makes one sentence of what Camel and the YAML parser throw. */
public final class RouteErrors {

    private RouteErrors() {}

    static String describe(Resource resource, Throwable failure) {
        String name = resource.getLocation().replaceFirst("^file:", "");
        String message = describe(failure);
        return message.contains(name) ? message : name + ": " + message;
    }

    /** The messages along the chain of causes, each said once: the last one is the reason. */
    public static String describe(Throwable failure) {
        Set<String> said = new LinkedHashSet<>();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message =
                    cause.getMessage() == null ? cause.getClass().getSimpleName() : firstLines(cause.getMessage());
            if (said.stream().noneMatch(earlier -> earlier.contains(message))) {
                said.removeIf(message::contains);
                said.add(message);
            }
        }
        return String.join(": ", said);
    }

    private static String firstLines(String message) {
        return message.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
