package io.palyra.connectors;

import io.palyra.connectors.ext.JarMaker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A component, a Kamelet, a JDBC driver and the connector of the page "Write a connector", each as a jar of its own. */
final class OwnJars {

    /** Uses all of them, once. */
    static final String ROUTE = """
            - route:
                id: own-jars
                from:
                  uri: timer:own?repeatCount=1&delay=1000
                  steps:
                    - to: kamelet:greet-action?name=ext
                    - to: shout:it
                    - setHeader: {name: words, simple: "${body}"}
                    - to: "sql:select concat(cast(:#words as text), ' ', 6 * 7) as said?dataSource=#shop&outputType=SelectOne"
                    - to: palyra-outbox:tail:one?conversationId=out
            """;

    private static final String PAGE = "src/main/docs/write-a-connector.md";
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern CLASS_NAME = Pattern.compile("class (\\w+)");

    /** What the page says about imports. */
    private static final String IMPORTS = """
            package io.palyra.connectors.tail;
            import io.palyra.connectors.adapter.*;
            import io.palyra.connectors.protocol.*;
            import java.io.*;
            import java.nio.*;
            import java.nio.channels.*;
            import java.nio.charset.*;
            import java.nio.file.*;
            import java.util.*;
            import java.util.concurrent.*;
            import org.apache.camel.spi.*;
            import org.apache.camel.spi.annotations.Component;
            import org.jspecify.annotations.*;
            import org.slf4j.*;
            """;

    private static final String SHOUT = """
            package acme;
            import java.util.*;
            import org.apache.camel.*;
            import org.apache.camel.support.*;
            public class ShoutComponent extends DefaultComponent {
                @Override
                protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
                    return new DefaultEndpoint(uri, this) {
                        @Override
                        public Producer createProducer() {
                            return new DefaultProducer(this) {
                                @Override
                                public void process(Exchange exchange) {
                                    String said = exchange.getMessage().getBody(String.class);
                                    exchange.getMessage().setBody(said.toUpperCase(Locale.ROOT) + "!");
                                }
                            };
                        }
                        @Override
                        public Consumer createConsumer(Processor processor) {
                            throw new UnsupportedOperationException();
                        }
                    };
                }
            }
            """;

    /** Takes URLs that no driver on board takes, and talks to PostgreSQL with the one that is there. */
    private static final String DRIVER = """
            package acme;
            import java.sql.*;
            import java.util.*;
            import java.util.logging.*;
            public class ShopDriver implements Driver {
                static {
                    try {
                        DriverManager.registerDriver(new ShopDriver());
                    } catch (SQLException e) {
                        throw new ExceptionInInitializerError(e);
                    }
                }
                @Override
                public boolean acceptsURL(String url) {
                    return url.startsWith("jdbc:shop:");
                }
                @Override
                public Connection connect(String url, Properties properties) throws SQLException {
                    return acceptsURL(url)
                            ? DriverManager.getConnection(url.replace("jdbc:shop:", "jdbc:postgresql:"), properties)
                            : null;
                }
                @Override
                public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) {
                    return new DriverPropertyInfo[0];
                }
                @Override
                public int getMajorVersion() {
                    return 1;
                }
                @Override
                public int getMinorVersion() {
                    return 0;
                }
                @Override
                public boolean jdbcCompliant() {
                    return false;
                }
                @Override
                public Logger getParentLogger() throws SQLFeatureNotSupportedException {
                    throw new SQLFeatureNotSupportedException();
                }
            }
            """;

    private static final String GREET = """
            apiVersion: camel.apache.org/v1
            kind: Kamelet
            metadata:
              name: greet-action
            spec:
              definition:
                title: Greet
                required: [name]
                properties:
                  name: {title: Name, type: string}
              template:
                from:
                  uri: kamelet:source
                  steps:
                    - setBody: {simple: "hello {{name}}"}
            """;

    private OwnJars() {}

    /** @param classPath of the program, as javac takes it */
    static void make(Path ext, String classPath) throws IOException {
        makeComponent(ext, classPath);
        JarMaker.make(
                ext.resolve("greet-1.0.jar"), classPath, Map.of(), Map.of("kamelets/greet-action.kamelet.yaml", GREET));
        JarMaker.make(
                ext.resolve("tail/tail-1.0.jar"),
                classPath,
                sourcesOfThePage(),
                Map.of(
                        "META-INF/services/io.palyra.connectors.adapter.ConnectorType",
                        "io.palyra.connectors.tail.TailConnector",
                        "META-INF/services/org/apache/camel/component/palyra-tail",
                        "class=io.palyra.connectors.tail.TailComponent"));
        JarMaker.make(
                ext.resolve("shop-driver-1.0.jar"),
                classPath,
                Map.of("acme/ShopDriver.java", DRIVER),
                Map.of("META-INF/services/java.sql.Driver", "acme.ShopDriver"));
    }

    /** The component {@code shout} alone. */
    static void makeComponent(Path ext, String classPath) throws IOException {
        JarMaker.make(
                ext.resolve("shout-1.0.jar"),
                classPath,
                Map.of("acme/ShoutComponent.java", SHOUT),
                Map.of("META-INF/services/org/apache/camel/component/shout", "class=acme.ShoutComponent"));
    }

    private static Map<String, String> sourcesOfThePage() throws IOException {
        String page = Files.readString(Path.of(PAGE));
        Matcher blocks = JAVA.matcher(page.substring(0, page.indexOf("## Test it")));
        Map<String, String> sources = new HashMap<>();
        while (blocks.find()) {
            for (String type : blocks.group(1).split("(?m)^(?=/\\*\\*)")) {
                Matcher name = CLASS_NAME.matcher(type);
                if (name.find() && name.group(1).startsWith("Tail")) {
                    sources.put("io/palyra/connectors/tail/" + name.group(1) + ".java", IMPORTS + type);
                }
            }
        }
        return sources;
    }
}
