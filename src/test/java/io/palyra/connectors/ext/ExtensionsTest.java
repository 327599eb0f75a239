package io.palyra.connectors.ext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

/** What is made of the jars in a folder, and what is said of them. */
class ExtensionsTest {

    private static final ClassLoader PROGRAM = ExtensionsTest.class.getClassLoader();

    @TempDir
    Path parent;

    private Path ext;

    @BeforeEach
    void folder() throws IOException {
        ext = Files.createDirectory(parent.resolve("ext"));
    }

    @Test
    void aFolderThatIsNotThereChangesNothing() throws Exception {
        try (Extensions none = Extensions.open(parent.resolve("nowhere"), PROGRAM)) {
            assertThat(none.classLoader()).isSameAs(PROGRAM);
            assertThat(none.jars()).isEmpty();
            assertThat(none.findings()).isEmpty();
        }
    }

    /** Opening a named pipe would wait for somebody who writes into it. */
    @Test
    void whatIsNoFileIsLeftOut() throws Exception {
        Process pipe = new ProcessBuilder("mkfifo", ext.resolve("pipe.jar").toString()).start();
        assertThat(pipe.waitFor()).isZero();
        Files.createSymbolicLink(ext.resolve("link.jar"), Path.of("nowhere"));

        try (Extensions extensions = Extensions.open(ext, PROGRAM)) {
            assertThat(extensions.jars()).isEmpty();
            assertThat(extensions.findings())
                    .containsExactly(
                            "ext/link.jar is no file, or a link that leads nowhere, and is left out",
                            "ext/pipe.jar is no file, or a link that leads nowhere, and is left out");
        }
    }

    @Test
    void findsClassesAndFilesOfTheFolderAndOfTheFoldersInIt() throws Exception {
        jar("acme-1.0.jar", "acme.One", "1");
        jar("mail/other-1.0.jar", "other.Two", "2");
        Files.writeString(Files.createDirectory(ext.resolve("kamelets")).resolve("a.kamelet.yaml"), "a");

        try (Extensions extensions = Extensions.open(ext, PROGRAM)) {
            assertThat(extensions.jars()).containsExactly("ext/acme-1.0.jar", "ext/mail/other-1.0.jar");
            assertThat(extensions.findings()).isEmpty();
            assertThat(said(extensions, "acme.One")).isEqualTo("1");
            assertThat(said(extensions, "other.Two")).isEqualTo("2");
            assertThat(extensions.classLoader().getResource("kamelets/a.kamelet.yaml"))
                    .isNotNull();
        }
    }

    @Test
    void ofTwoVersionsTheNewerOneCountsAndTheOtherIsNamed() throws Exception {
        jar("acme-1.10.jar", "acme.One", "newer");
        jar("acme-1.9.jar", "acme.One", "older");

        try (Extensions extensions = Extensions.open(ext, PROGRAM)) {
            assertThat(said(extensions, "acme.One")).isEqualTo("newer");
            assertThat(extensions.findings())
                    .containsExactly(
                            "ext/acme-1.9.jar is not used: ext/acme-1.10.jar is a newer version of it. Delete it");
        }
    }

    @Test
    void namesAClassThatTwoJarsHave() throws Exception {
        jar("acme-1.0.jar", "acme.One", "acme");
        jar("bundle-2.0.jar", "acme.One", "bundle");

        try (Extensions extensions = Extensions.open(ext, PROGRAM)) {
            assertThat(said(extensions, "acme.One")).isEqualTo("acme");
            assertThat(extensions.findings())
                    .containsExactly("ext/bundle-2.0.jar and ext/acme-1.0.jar both have acme.One: that of"
                            + " ext/acme-1.0.jar is used");
        }
    }

    @Test
    void saysWhatTheProgramHasItselfOlderNewerOrInAnotherJar() throws Exception {
        Path ours = jarOf(Logger.class);
        Files.copy(ours, ext.resolve(ours.getFileName()));
        Files.copy(ours, ext.resolve("slf4j-api-1.7.36.jar"));
        Files.copy(ours, ext.resolve("slf4j-api-3.0.0.jar"));
        Files.copy(ours, ext.resolve("everything.jar"));

        try (Extensions extensions = Extensions.open(ext, PROGRAM)) {
            String has = "the program has " + ours.getFileName();
            assertThat(extensions.findings())
                    .contains(
                            "ext/" + ours.getFileName() + " is not used: the program has it already. Delete it",
                            "ext/slf4j-api-1.7.36.jar is not used: " + has + ", which is newer. Delete it",
                            "ext/slf4j-api-3.0.0.jar is not used: " + has
                                    + ", which is older; what needs the newer one may fail. Delete it")
                    .anyMatch(line -> line.startsWith("ext/everything.jar has classes that the program has too, from "
                            + ours.getFileName() + ", such as org.slf4j."));
            assertThat(extensions.classLoader().loadClass(Logger.class.getName()))
                    .isSameAs(Logger.class);
        }
    }

    @Test
    void saysThatAModuleIsOfAnotherCamel() throws Exception {
        jar("camel-acme-3.22.0.jar", "org.apache.camel.component.acme.Acme", "");
        String camel = Artifact.of(String.valueOf(jarOf(CamelContext.class).getFileName()))
                .version();

        try (Extensions extensions = Extensions.open(ext, PROGRAM)) {
            assertThat(extensions.findings())
                    .containsExactly("ext/camel-acme-3.22.0.jar is not made for the program's Camel: take camel-acme-"
                            + camel + ".jar");
        }
    }

    @Test
    void leavesABrokenJarOutAndNamesIt() throws Exception {
        Files.writeString(ext.resolve("broken.jar"), "<html>404</html>");
        jar("acme-1.0.jar", "acme.One", "1");

        try (Extensions extensions = Extensions.open(ext, PROGRAM)) {
            assertThat(extensions.jars()).containsExactly("ext/acme-1.0.jar");
            assertThat(extensions.findings()).singleElement().satisfies(line -> assertThat(line)
                    .startsWith("ext/broken.jar cannot be read as a jar")
                    .doesNotContain("Exception"));
        }
    }

    /** As pools and Spring ask for one: from classes that are on the program's own class path. */
    @Test
    void aDriverIsFoundByItsUrlAlsoBehindOneThatCannotBeLoaded() throws Exception {
        JarMaker.make(
                ext.resolve("driver-1.0.jar"),
                "",
                Map.of("acme/AcmeDriver.java", """
                        package acme;
                        import java.sql.*;
                        public final class AcmeDriver implements Driver {
                            public Connection connect(String url, java.util.Properties given) throws SQLException {
                                if (acceptsURL(url)) throw new SQLException("acme was asked");
                                return null;
                            }
                            public boolean acceptsURL(String url) { return url.startsWith("jdbc:acme:"); }
                            public DriverPropertyInfo[] getPropertyInfo(String url, java.util.Properties given) {
                                return new DriverPropertyInfo[0];
                            }
                            public int getMajorVersion() { return 1; }
                            public int getMinorVersion() { return 0; }
                            public boolean jdbcCompliant() { return false; }
                            public java.util.logging.Logger getParentLogger() { return null; }
                        }
                        """),
                Map.of("META-INF/services/java.sql.Driver", "acme.Missing\nacme.AcmeDriver"));

        try (Extensions extensions = Extensions.open(ext, PROGRAM)) {
            assertThatThrownBy(() -> DriverManager.getConnection("jdbc:acme:x")).hasMessage("acme was asked");
            assertThat(extensions.findings())
                    .singleElement()
                    .asString()
                    .contains("cannot be loaded, the others are", "acme.Missing");
        }
        assertThatThrownBy(() -> DriverManager.getConnection("jdbc:acme:x"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("No suitable driver");
    }

    @Test
    void aModuleIsCollectedWithoutWhatTheProgramHas() throws Exception {
        Path fetched = Files.createDirectory(parent.resolve("fetched"));
        Path ours = jarOf(Logger.class);
        Files.copy(ours, fetched.resolve(ours.getFileName()));
        Path acme = jar("acme-1.0.jar", "acme.One", "1");
        Files.move(acme, fetched.resolve("acme-1.0.jar"));
        Files.delete(ext);

        List<String> lines = JarCollector.into(ext, fetched, PROGRAM);

        assertThat(lines)
                .containsExactly("ext/acme-1.0.jar is new", ours.getFileName() + " is left out: the program has it");
        assertThat(ext.resolve("acme-1.0.jar")).exists();
        assertThat(ext.resolve(ours.getFileName())).doesNotExist();
    }

    private Path jar(String name, String type, String says) throws IOException {
        int dot = type.lastIndexOf('.');
        String source = "package %s; public class %s { @Override public String toString() { return \"%s\"; } }"
                .formatted(type.substring(0, dot), type.substring(dot + 1), says);
        return JarMaker.make(ext.resolve(name), "", Map.of(type.replace('.', '/') + ".java", source), Map.of());
    }

    private static String said(Extensions extensions, String type) throws ReflectiveOperationException {
        return extensions
                .classLoader()
                .loadClass(type)
                .getConstructor()
                .newInstance()
                .toString();
    }

    private static Path jarOf(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
