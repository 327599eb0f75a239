package io.palyra.connectors.program;

import io.palyra.connectors.cluster.ConfigurationDigests;
import io.palyra.connectors.cluster.NodeConfiguration;
import io.palyra.connectors.protocol.Sha256;
import io.palyra.connectors.settings.SecretReference;
import io.palyra.connectors.settings.Settings;
import io.palyra.connectors.settings.SharedSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this program is set up with, for the other nodes to compare. Made once it is asked for; thread safe. */
final class OwnConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(OwnConfiguration.class);

    /** As deep as {@code ext/} is looked into. */
    private static final int DEPTH = 2;

    private static final int BUFFER = 64 * 1024;

    private final Settings settings;
    private final Function<String, Optional<String>> resolved;
    private Map<Path, String> routes = Map.of();
    private Optional<Path> extensions = Optional.empty();
    private @Nullable ConfigurationDigests digests;
    private @Nullable Map<String, byte[]> jars;
    private @Nullable NodeConfiguration current;

    /** @param resolved what a reference to a secret stands for; empty where it cannot be resolved */
    OwnConfiguration(Settings settings, Function<String, Optional<String>> resolved) {
        this.settings = settings;
        this.resolved = resolved;
    }

    /**
     * The files that have been loaded.
     *
     * @param texts one character for each byte
     */
    synchronized void routes(Map<Path, String> texts) {
        routes = Map.copyOf(texts);
        current = null;
    }

    /** The folder of what extends the program, read once. */
    synchronized void extensions(Path folder) {
        extensions = Optional.of(folder);
    }

    synchronized NodeConfiguration now() {
        NodeConfiguration made = current;
        if (made == null) {
            made = NodeConfiguration.of(digests(), SharedSettings.of(settings), files());
            current = made;
        }
        return made;
    }

    private ConfigurationDigests digests() {
        ConfigurationDigests made = digests;
        if (made == null) {
            made = new ConfigurationDigests(secret(
                            "palyra.admin.token", settings.http().adminToken())
                    .or(() -> secret("palyra.store.password", settings.store().password())));
            digests = made;
        }
        return made;
    }

    private Optional<ConfigurationDigests.Source> secret(String setting, Optional<SecretReference> reference) {
        return reference
                .flatMap(secret -> resolved.apply(secret.text()))
                .map(text -> new ConfigurationDigests.Source(setting, text.strip()));
    }

    private Map<String, byte[]> files() {
        Map<String, byte[]> files = new TreeMap<>();
        routes.forEach((file, text) ->
                files.put(WorkingFolder.ROUTES + "/" + file.getFileName(), text.getBytes(StandardCharsets.ISO_8859_1)));
        Map<String, byte[]> known = jars;
        if (known == null) {
            known = extensions.map(OwnConfiguration::hashes).orElse(Map.of());
            jars = known;
        }
        files.putAll(known);
        return files;
    }

    /** Jars may be large. */
    private static Map<String, byte[]> hashes(Path folder) {
        Map<String, byte[]> hashes = new TreeMap<>();
        try (Stream<Path> found = Files.find(folder, DEPTH, (path, is) -> Files.isRegularFile(path))) {
            for (Path file : (Iterable<Path>) found::iterator) {
                String name = folder.relativize(file).toString().replace('\\', '/');
                hashes.put(WorkingFolder.EXTENSIONS + "/" + name, hash(file));
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("What is in {} is not compared with other nodes: {}", folder, e.toString());
        }
        return hashes;
    }

    private static byte[] hash(Path file) throws IOException {
        try (var content = new DigestInputStream(Files.newInputStream(file), Sha256.newDigest())) {
            byte[] buffer = new byte[BUFFER];
            while (content.read(buffer) >= 0) {
                // The digest sees what is read
            }
            return content.getMessageDigest().digest();
        }
    }
}
