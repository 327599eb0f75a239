package io.palyra.connectors.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteFilesTest {

    @TempDir
    private Path folder;

    private RouteFiles files(String pattern) {
        return new RouteFiles(folder.resolve("routes").toString(), pattern);
    }

    private Map<Path, String> texts(String pattern) throws IOException {
        return files(pattern).read().texts();
    }

    @Test
    void aFileThatIsTooLargeIsNotRead() throws IOException {
        Path large = Files.createDirectory(folder.resolve("routes")).resolve("a.camel.yaml");
        try (RandomAccessFile sparse = new RandomAccessFile(large.toFile(), "rw")) {
            sparse.setLength(3L * 1024 * 1024 * 1024);
        }

        assertThat(files("*").read().texts()).isEmpty();
        assertThat(files("*").read().unreadable()).containsExactly(Map.entry(large, "it is larger than 16 MiB"));
    }

    @Test
    void readsWhatMatchesByName() throws IOException {
        Path routes = Files.createDirectory(folder.resolve("routes"));
        Path yaml = Files.writeString(routes.resolve("a.camel.yaml"), "a");
        Path xml = Files.writeString(routes.resolve("b.xml"), "b");
        Files.writeString(routes.resolve("a.camel.yaml~"), "backup");
        Files.writeString(routes.resolve("._a.camel.yaml"), "of another system");
        Files.createSymbolicLink(routes.resolve(".#a.camel.yaml"), Path.of("somebody@host"));
        Files.createDirectory(routes.resolve("c.camel.yaml"));

        assertThat(texts("*.camel.yaml")).containsOnlyKeys(yaml);
        assertThat(files("*.camel.yaml").read().unreadable()).isEmpty();
        assertThat(texts("*.camel.yaml, *.xml")).containsOnlyKeys(yaml, xml);
        assertThat(files("*.camel.yaml").file(yaml, "").getLocation()).isEqualTo("file:" + yaml);
    }

    @Test
    void followsLinksWhereverTheyAre() throws IOException {
        Path routes = Files.createSymbolicLink(folder.resolve("routes"), Files.createDirectory(folder.resolve("v1")));
        Files.writeString(Files.createDirectory(routes.resolve("..1")).resolve("a.camel.yaml"), "first");
        Files.writeString(Files.createDirectory(routes.resolve("..2")).resolve("a.camel.yaml"), "second");
        Path data = Files.createSymbolicLink(routes.resolve("..data"), Path.of("..1"));
        Path link = Files.createSymbolicLink(routes.resolve("a.camel.yaml"), Path.of("..data", "a.camel.yaml"));
        assertThat(texts("*.camel.yaml")).containsExactly(Map.entry(link, "first"));

        Files.delete(data);
        assertThat(texts("*.camel.yaml")).isEmpty();
        assertThat(files("*.camel.yaml").read().unreadable()).containsOnlyKeys(link);
        Files.createSymbolicLink(data, Path.of("..2"));
        assertThat(texts("*.camel.yaml")).containsExactly(Map.entry(link, "second"));
    }

    @Test
    void aFolderThatIsNotThereIsNoEmptyFolder() {
        assertThatThrownBy(() -> files("*").read()).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void tellsWhatLooksLikeRoutesAndIsNotLoaded() throws IOException {
        Path routes = Files.createDirectory(folder.resolve("routes"));
        Files.createDirectory(routes.resolve("c.camel.yaml"));
        for (String name : new String[] {"Mine.java", "mine.groovy", "mine.camel.xml", "notes.txt", ".hidden.xml"}) {
            Files.writeString(routes.resolve(name), "x");
        }

        assertThat(files("*.camel.yaml").ignored())
                .containsOnlyKeys("c.camel.yaml", "Mine.java", "mine.groovy", "mine.camel.xml")
                .containsEntry("c.camel.yaml", "it is a folder");
    }

    /** Whoever runs the tests may perhaps read everything. */
    @Test
    void refusesAStartWithoutAFileThatCannotBeRead() throws IOException {
        Path file = Files.writeString(
                Files.createDirectory(folder.resolve("routes")).resolve("a.camel.yaml"), "x");
        Files.setPosixFilePermissions(file, Set.of());
        assumeThat(Files.isReadable(file)).isFalse();

        assertThatThrownBy(() -> files("*.camel.yaml").read().refuseWhatCannotBeRead())
                .hasMessage(
                        "a.camel.yaml: this program's user may not read it; correct its permissions, or take it out of"
                                + " the folder of routes");
    }
}
