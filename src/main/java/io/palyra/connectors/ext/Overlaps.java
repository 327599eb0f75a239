package io.palyra.connectors.ext;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is there twice, in one line each: of two classes with one name the program's is used, then that of the jar which
 * comes first.
 */
final class Overlaps {

    /** Of each package so many classes are looked up; jars overlap by packages, and each look-up goes through every jar. */
    private static final int LOOKED_UP_OF_PACKAGE = 5;

    private final OnBoard onBoard;

    Overlaps(OnBoard onBoard) {
        this.onBoard = onBoard;
    }

    /** @param jars in the order in which they are searched */
    List<String> of(List<ExtJar> jars) {
        List<String> lines = new ArrayList<>();
        for (ExtJar jar : jars) {
            withProgram(jar).or(() -> otherCamel(jar)).ifPresent(lines::add);
        }
        lines.addAll(amongThem(jars));
        return lines;
    }

    private Optional<String> withProgram(ExtJar jar) {
        return shared(jar).map(path -> withProgram(jar, onBoard.holder(path).orElseThrow(), path));
    }

    /** The program's file that has a class of the jar too. */
    Optional<String> holder(ExtJar jar) {
        return shared(jar).flatMap(onBoard::holder);
    }

    private Optional<String> shared(ExtJar jar) {
        Map<String, Integer> lookedUp = new HashMap<>();
        return jar.classes().stream()
                .filter(path -> lookedUp.merge(path.substring(0, path.lastIndexOf('/') + 1), 1, Integer::sum)
                        <= LOOKED_UP_OF_PACKAGE)
                .filter(path -> onBoard.holder(path).isPresent())
                .findFirst();
    }

    private static String withProgram(ExtJar jar, String holder, String path) {
        Artifact ours = Artifact.of(holder);
        if (!ours.isSameAs(jar.artifact())) {
            return jar.name() + " has classes that the program has too, from " + holder + ", such as "
                    + ExtJar.className(path) + ": the program's are used";
        } else if (jar.artifact().isNewerThan(ours)) {
            return jar.name() + " is not used: the program has " + holder
                    + ", which is older; what needs the newer one may fail. Delete it";
        } else if (ours.isNewerThan(jar.artifact())) {
            return jar.name() + " is not used: the program has " + holder + ", which is newer. Delete it";
        }
        return jar.name() + " is not used: the program has it already. Delete it";
    }

    private Optional<String> otherCamel(ExtJar jar) {
        String camel = onBoard.camelVersion();
        boolean isCamels = jar.artifact().name().startsWith("camel-")
                && jar.classes().stream().anyMatch(path -> path.startsWith("org/apache/camel/"));
        return isCamels && !jar.artifact().version().startsWith(camel)
                ? Optional.of(jar.name() + " is not made for the program's Camel: take "
                        + jar.artifact().name() + "-" + camel + ".jar")
                : Optional.empty();
    }

    private static Set<String> amongThem(List<ExtJar> jars) {
        Set<String> lines = new LinkedHashSet<>();
        Map<String, ExtJar> first = new HashMap<>();
        for (ExtJar jar : jars) {
            Set<ExtJar> told = new LinkedHashSet<>();
            for (String path : jar.classes()) {
                ExtJar earlier = first.putIfAbsent(path, jar);
                if (earlier != null && told.add(earlier)) {
                    lines.add(twice(earlier, jar, path));
                }
            }
        }
        return lines;
    }

    private static String twice(ExtJar used, ExtJar other, String path) {
        if (used.artifact().equals(other.artifact())) {
            return other.name() + " is not used: it is there twice, " + used.name() + " counts. Delete it";
        } else if (used.artifact().isSameAs(other.artifact())) {
            return other.name() + " is not used: " + used.name() + " is a newer version of it. Delete it";
        }
        return other.name() + " and " + used.name() + " both have " + ExtJar.className(path) + ": that of "
                + used.name() + " is used";
    }
}
