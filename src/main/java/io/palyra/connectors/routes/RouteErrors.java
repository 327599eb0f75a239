package io.palyra.connectors.routes;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.util.ObjectHelper;
import org.jspecify.annotations.Nullable;

/** Makes one sentence of what Camel and the YAML parser throw. */
public final class RouteErrors {

    private static final Pattern NOT_ON_BOARD = Pattern.compile(
            "(there is no component |No endpoint could be found for: |No component found with scheme: |No language could be found"
                    + " for: |Data format '\\S+' could not be created)");

    private static final String BY_EXT =
            "; what is not on board comes by ext/: palyra-connectors ext add org.apache.camel:camel-…";

    private RouteErrors() {}

    /** What keeps a context from starting, with the file and line of the route where it is one. */
    public static String describe(ModelCamelContext context, Throwable failure) {
        String message = describe(failure);
        RouteDefinition definition =
                routeOf(failure).map(context::getRouteDefinition).orElse(null);
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
            if (message.isEmpty() || cause instanceof FileSystemException file && isSaid(file, said)) {
                continue;
            }
            if (said.stream().noneMatch(earlier -> earlier.contains(message))) {
                said.removeIf(message::contains);
                said.add(message);
            }
        }
        String message = String.join(": ", said);
        // What was described before says it already
        return NOT_ON_BOARD.matcher(message).find() && !message.contains(BY_EXT) ? message + BY_EXT : message;
    }

    /** Whether somebody has named both the file and the kind of failure already. */
    private static boolean isSaid(FileSystemException failure, Set<String> said) {
        String kind = failure.getClass().getSimpleName().replace("Exception", "");
        return said.stream()
                .anyMatch(earlier -> earlier.contains(kind) && earlier.contains(String.valueOf(failure.getFile())));
    }

    private static String message(Throwable cause) {
        if (cause instanceof StackOverflowError) {
            return "it nests too deep, or a Kamelet, template or expression in it uses itself";
        } else if (cause instanceof OutOfMemoryError) {
            return "it needs more memory than the program has: " + cause.getMessage();
        } else if (cause.getMessage() == null) {
            return cause.getClass().getSimpleName();
        } else if (cause instanceof NoClassDefFoundError) {
            return "the class " + cause.getMessage().replace('/', '.')
                    + " is missing; put the jar that has it into ext/, and start the program again";
        }
        return cause instanceof FileSystemException file ? of(file) : named(cause, firstLines(CamelWords.of(cause)));
    }

    /** Where the words are but the name of a class or a host, only the class of the exception says what is wrong with it. */
    private static String named(Throwable cause, String words) {
        return words.isEmpty() || words.contains(" ") ? words : cause.getClass().getSimpleName() + ": " + words;
    }

    /** Of most of them the message is the path, and the class says what is wrong. */
    private static String of(FileSystemException failure) {
        if (failure instanceof NoSuchFileException) {
            return failure.getFile() + " is not there";
        } else if (failure instanceof AccessDeniedException) {
            return "this program's user may not use " + failure.getFile();
        } else if (failure instanceof NotDirectoryException) {
            return failure.getFile() + " is no folder";
        }
        return String.valueOf(failure.getMessage());
    }

    /** What keeps files from being loaded, with the one that is to blame: that of the route, or that which the message names. */
    static BrokenRoutesException broken(ModelCamelContext context, Throwable failure, Collection<RouteFile> files) {
        if (failure instanceof BrokenRoutesException known) {
            return known;
        }
        String message = describe(failure);
        Path file = routeOf(failure)
                .flatMap(route -> RouteOrigins.of(context, route))
                .or(() -> locationOf(failure))
                .or(() -> files.stream()
                        .map(RouteFile::path)
                        .filter(it -> message.contains(it.getFileName().toString()))
                        .max(Comparator.comparing(
                                it -> it.getFileName().toString().length())))
                .orElse(null);
        return new BrokenRoutesException(inFile(file, message), file);
    }

    static BrokenRoutesException withoutSecrets(
            CamelContext context, BrokenRoutesException broken, Collection<RouteFile> files) {
        String texts = files.stream().map(RouteFile::content).collect(Collectors.joining("\n"));
        String message = HiddenValues.in(context, texts, String.valueOf(broken.getMessage()));
        return new BrokenRoutesException(message, broken.file().orElse(null));
    }

    /** Not every message of Camel says which file it is about. */
    static String inFile(@Nullable Path file, String message) {
        return file == null || message.contains(file.getFileName().toString())
                ? message
                : file.getFileName() + ": " + message;
    }

    private static Optional<String> routeOf(Throwable failure) {
        FailedToCreateRouteException created = ObjectHelper.getException(FailedToCreateRouteException.class, failure);
        FailedToStartRouteException started = ObjectHelper.getException(FailedToStartRouteException.class, failure);
        return Optional.ofNullable(created)
                .map(FailedToCreateRouteException::getRouteId)
                .or(() -> Optional.ofNullable(started).map(FailedToStartRouteException::getRouteId));
    }

    private static Optional<Path> locationOf(Throwable failure) {
        return Optional.ofNullable(ObjectHelper.getException(FailedToCreateRouteException.class, failure))
                .map(FailedToCreateRouteException::getLocation)
                .flatMap(RouteFile::of);
    }

    private static String firstLines(String message) {
        return message.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
