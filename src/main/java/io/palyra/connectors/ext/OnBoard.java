package io.palyra.connectors.ext;

import java.net.URL;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the program itself brings, asked by class, so that it does not matter how the program was started. */
final class OnBoard {

    private static final Pattern IN_JAR = Pattern.compile("jar:file:.*/([^/]+\\.jar)!/.*");
    private static final String CAMEL = "org/apache/camel/CamelContext.class";

    private final ClassLoader program;

    OnBoard(ClassLoader program) {
        this.program = program;
    }

    /** The file that has the class: a jar's name, or words for what is no jar; empty where the program has no such class. */
    Optional<String> holder(String classPath) {
        URL place = program.getResource(classPath);
        if (place == null) {
            return Optional.empty();
        }
        Matcher jar = IN_JAR.matcher(place.toString());
        if (jar.matches()) {
            return Optional.of(jar.group(1));
        }
        return Optional.of("jrt".equals(place.getProtocol()) ? "Java itself" : "the program itself");
    }

    /** Camel's version; empty where it is not known. */
    String camelVersion() {
        return holder(CAMEL).map(jar -> Artifact.of(jar).version()).orElse("");
    }
}
