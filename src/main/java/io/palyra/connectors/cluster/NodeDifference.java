package io.palyra.connectors.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What another node is set up with otherwise than this one.
 *
 * @param version whether it is of another version
 * @param settings their keys
 * @param files their names
 */
public record NodeDifference(boolean version, List<String> settings, List<String> files) {

    private static final int NAMES_MAX = 20;

    public NodeDifference {
        settings = List.copyOf(settings);
        files = List.copyOf(files);
    }

    /** If the digests' keys differ, these tell nothing but that the secrets behind the keys do; the token's key goes first. */
    static NodeDifference of(boolean version, NodeConfiguration own, NodeConfiguration other) {
        if (own.keySource().equals(other.keySource()) && own.key().equals(other.key())) {
            return new NodeDifference(
                    version, differing(own.settings(), other.settings()), differing(own.files(), other.files()));
        }
        List<String> sources = Stream.of(own.keySource(), other.keySource())
                .filter(source -> !source.equals(ConfigurationDigests.NO_SOURCE))
                .sorted()
                .limit(1)
                .toList();
        return new NodeDifference(version, sources, List.of());
    }

    private static List<String> differing(Map<String, String> own, Map<String, String> other) {
        TreeSet<String> names = new TreeSet<>(own.keySet());
        names.addAll(other.keySet());
        return names.stream()
                .filter(name -> !Objects.equals(own.get(name), other.get(name)))
                .toList();
    }

    boolean isNone() {
        return !version && settings.isEmpty() && files.isEmpty();
    }

    /** Such as {@code settings palyra.daemon.timeout; files routes/own.camel.yaml; version}. */
    public String words() {
        List<String> parts = new ArrayList<>();
        if (!settings.isEmpty()) {
            parts.add("settings " + named(settings));
        }
        if (!files.isEmpty()) {
            parts.add("files " + named(files));
        }
        if (version) {
            parts.add("version");
        }
        return String.join("; ", parts);
    }

    private static String named(List<String> names) {
        String first = names.stream().limit(NAMES_MAX).collect(Collectors.joining(", "));
        return names.size() > NAMES_MAX ? first + " and " + (names.size() - NAMES_MAX) + " more" : first;
    }
}
