package io.palyra.connectors.routes;

import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.util.ObjectHelper;

/** Makes one sentence of what Camel and the YAML parser throw. */
public final class RouteErrors {

    private RouteErrors() {}

    /** What keeps a context from starting, with the file and line of the route where it is one. */
    public static String describe(ModelCamelContext context, Throwable failure) {
        String message = describe(failure);
        FailedToCreateRouteException route = ObjectHelper.getException(FailedToCreateRouteException.class, failure);
        RouteDefinition definition = route == null ? null : context.getRouteDefinition(route.getRouteId());
        if (definition == null || definition.getResource() == null) {
            return message;
        }
        String file = definition.getResource().getLocation().replaceFirst("^file:", "");
        return message.contains(file) ? message : file + ": " + message;
    }

    /** The messages along the chain of causes, each said once: the last one is the reason. */
    public static String describe(Throwable failure) {
        Set<String> said = new LinkedHashSet<>();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = message(cause);
            if (said.stream().noneMatch(earlier -> earlier.contains(message))) {
                said.removeIf(message::contains);
                said.add(message);
            }
        }
        return String.join(": ", said);
    }

    private static String message(Throwable cause) {
        if (cause.getMessage() == null) {
            return cause.getClass().getSimpleName();
        } else if (cause instanceof NoClassDefFoundError) {
            return "the class " + cause.getMessage().replace('/', '.')
                    + " is missing; put the jar that has it into ext/, and start the program again";
        }
        return firstLines(cause.getMessage());
    }

    private static String firstLines(String message) {
        return message.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
