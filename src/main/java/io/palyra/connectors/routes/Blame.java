package io.palyra.connectors.routes;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Says which of two files has to change where both cannot be: one that is suspected, and else the second.
 *
 * @param isSuspect whether a file has changed since the two could be
 */
record Blame(Predicate<Path> isSuspect) {

    private static final Pattern DUPLICATE_STEP = Pattern.compile("Duplicate id detected: (\\S+?)\\.(\\s|$)");

    BrokenRoutesException ofTwo(String what, String wayOut, @Nullable Path second, @Nullable Path first) {
        Path culprit = Stream.of(Optional.ofNullable(second), Optional.ofNullable(first))
                .flatMap(Optional::stream)
                .filter(isSuspect)
                .findFirst()
                .orElse(second);
        Path other = Objects.equals(culprit, second) ? first : second;
        String where = other == null || other.equals(culprit) ? "" : " in " + other.getFileName();
        return new BrokenRoutesException(RouteErrors.inFile(culprit, what + where + wayOut), culprit);
    }

    BrokenRoutesException ofTaken(String name, @Nullable Path second, @Nullable Path first) {
        return ofTwo(name + " is taken", "; give it another id", second, first);
    }

    /** Camel says which id two steps have, and of the files any one. Every other failure is as it was. */
    BrokenRoutesException ofStep(BrokenRoutesException broken, Collection<RouteFile> files) {
        Matcher duplicate = DUPLICATE_STEP.matcher(String.valueOf(broken.getMessage()));
        if (!duplicate.find()) {
            return broken;
        }
        String id = duplicate.group(1);
        List<Path> having = files.stream()
                .filter(file -> file.givesId(id))
                .map(RouteFile::path)
                .toList();
        return having.isEmpty() ? broken : ofTaken("step id " + id, having.get(having.size() - 1), having.get(0));
    }
}
