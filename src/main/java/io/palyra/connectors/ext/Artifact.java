package io.palyra.connectors.ext;

import java.lang.module.ModuleDescriptor.Version;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the name of a jar says of it, as Maven repositories name them: {@code <name>-<version>.jar}.
 *
 * @param name the whole name where there is no version in it
 * @param version empty where there is none
 */
record Artifact(String name, String version) {

    /** Newer versions first; names in the order of the alphabet. */
    static final Comparator<Artifact> ORDER =
            Comparator.comparing(Artifact::name).thenComparing(Artifact::comparable, Comparator.reverseOrder());

    private static final Pattern VERSIONED = Pattern.compile("(.+)-(\\d.*)\\.jar");

    static Artifact of(String fileName) {
        Matcher parts = VERSIONED.matcher(fileName);
        return parts.matches()
                ? new Artifact(parts.group(1), parts.group(2))
                : new Artifact(fileName.replaceFirst("\\.jar$", ""), "");
    }

    boolean isSameAs(Artifact other) {
        return name.equals(other.name);
    }

    boolean isNewerThan(Artifact other) {
        return comparable().compareTo(other.comparable()) > 0;
    }

    private Version comparable() {
        try {
            return Version.parse(version);
        } catch (IllegalArgumentException e) {
            return Version.parse("0");
        }
    }
}
