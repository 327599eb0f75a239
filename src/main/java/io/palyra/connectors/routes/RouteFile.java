package io.palyra.connectors.routes;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.ResourceSupport;
import org.jspecify.annotations.Nullable;

/** A route file as it was read: what was tried is what is loaded, whatever becomes of the file meanwhile. */
final class RouteFile extends ResourceSupport {

    private static final String SCHEME = "file";

    private final Path path;
    private final String content;

    /**
     * @param location as Camel writes it, {@code file:} and the path
     * @param path absolute
     * @param content its bytes, one character for each
     */
    RouteFile(String location, Path path, String content) {
        super(SCHEME, location);
        this.path = path;
        this.content = content;
    }

    Path path() {
        return path;
    }

    boolean isYaml() {
        return path.toString().endsWith(".yaml") || path.toString().endsWith(".yml");
    }

    /** What is wrong with it that nobody else would tell. */
    Optional<BrokenRoutesException> complaint() {
        Optional<String> complaint = Optional.empty();
        if (isYaml()) {
            complaint = YamlShape.complaint(bytes());
        } else if (path.toString().endsWith(".xml")) {
            complaint = XmlShape.complaint(bytes());
        }
        return complaint.map(reason -> new BrokenRoutesException(RouteErrors.inFile(path, reason), path));
    }

    String content() {
        return content;
    }

    /** Whether something in it has this id, as far as can be seen without reading YAML. */
    boolean givesId(String id) {
        Pattern given = Pattern.compile("\\bid: *[\"']?" + Pattern.quote(id) + "[\"']? *([,}].*)?$", Pattern.MULTILINE);
        return given.matcher(content).find();
    }

    /** The file in which something was defined, as it was or as it is; empty for others, such as a Kamelet in a jar. */
    static Optional<Path> of(@Nullable Resource resource) {
        if (resource == null || !SCHEME.equals(resource.getScheme())) {
            return Optional.empty();
        }
        return of(resource.getLocation());
    }

    /** The same by its location, which begins with {@code file:}; empty for others. */
    static Optional<Path> of(String location) {
        return location.startsWith(SCHEME + ":")
                ? Optional.of(Path.of(location.substring(SCHEME.length() + 1))
                        .toAbsolutePath()
                        .normalize())
                : Optional.empty();
    }

    @Override
    public boolean exists() {
        return true;
    }

    @Override
    public URI getURI() {
        return path.toUri();
    }

    @Override
    public InputStream getInputStream() {
        return new ByteArrayInputStream(bytes());
    }

    private byte[] bytes() {
        return content.getBytes(StandardCharsets.ISO_8859_1);
    }
}
