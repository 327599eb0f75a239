package io.palyra.connectors.cluster;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a node is set up with and every other one has to be, too. Holds digests only.
 *
 * @param keySource the setting of the secret that the digests' key is made of
 * @param key tells two keys apart
 * @param settings digests by key
 * @param files digests by name
 */
public record NodeConfiguration(
        String keySource, String key, SortedMap<String, String> settings, SortedMap<String, String> files) {

    private static final String KEY = "key";
    private static final String SETTING = "setting";
    private static final String FILE = "file";

    /** In the text: the kind, the digest, and the name, which may be anything. */
    private static final int PARTS = 3;

    public NodeConfiguration {
        settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /**
     * @param settings texts by key
     * @param files contents by name, or what tells them apart
     */
    public static NodeConfiguration of(
            ConfigurationDigests digests, Map<String, String> settings, Map<String, byte[]> files) {
        SortedMap<String, String> ofSettings = new TreeMap<>();
        settings.forEach(
                (key, text) -> ofSettings.put(key, digests.of(SETTING, key, text.getBytes(StandardCharsets.UTF_8))));
        SortedMap<String, String> ofFiles = new TreeMap<>();
        files.forEach((name, content) -> {
            String oneLine = name.replaceAll("\\p{Cntrl}", "?");
            ofFiles.put(oneLine, digests.of(FILE, oneLine, content));
        });
        return new NodeConfiguration(digests.source(), digests.ofKey(), ofSettings, ofFiles);
    }

    /** As it is stored: one line for each digest. */
    String text() {
        return Stream.of(Stream.of(String.join(" ", KEY, key, keySource)), lines(SETTING, settings), lines(FILE, files))
                .flatMap(lines -> lines)
                .collect(Collectors.joining("\n"));
    }

    private static Stream<String> lines(String kind, Map<String, String> digests) {
        return digests.entrySet().stream().map(entry -> String.join(" ", kind, entry.getValue(), entry.getKey()));
    }

    /** What {@link #text} has written; lines of other kinds are passed over. */
    static NodeConfiguration parse(String text) {
        Map<String, SortedMap<String, String>> byKind = text.lines()
                .map(line -> line.split(" ", PARTS))
                .filter(parts -> parts.length == PARTS)
                .collect(Collectors.groupingBy(
                        parts -> parts[0],
                        Collectors.toMap(parts -> parts[2], parts -> parts[1], (first, later) -> first, TreeMap::new)));
        SortedMap<String, String> none = new TreeMap<>();
        SortedMap<String, String> key = byKind.getOrDefault(KEY, none);
        return new NodeConfiguration(
                key.keySet().stream().findFirst().orElse(ConfigurationDigests.NO_SOURCE),
                key.values().stream().findFirst().orElse(""),
                byKind.getOrDefault(SETTING, none),
                byKind.getOrDefault(FILE, none));
    }

    /** Tells it from others. */
    String digest() {
        return UUID.nameUUIDFromBytes(text().getBytes(StandardCharsets.UTF_8)).toString();
    }
}
