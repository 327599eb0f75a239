package io.palyra.connectors.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.settings.PropertiesFile.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PropertiesFileTest {

    @TempDir
    private Path folder;

    @Test
    void readsWhatPropertiesReadsAndKeepsTheLines() throws IOException {
        Path file = Files.write(
                folder.resolve("a.properties"),
                List.of(
                        "# comment that ends with \\",
                        "a = 1",
                        "  ! another",
                        "",
                        "b: one, \\",
                        "   # two, \\",
                        "   three",
                        "c back\\\\",
                        "d\\ e = \\u00e4ö",
                        "a = 2",
                        "f = end \\"));

        assertThat(PropertiesFile.read(file))
                .containsExactly(
                        new Entry("a", "1", 2),
                        new Entry("b", "one, # two, three", 5),
                        new Entry("c", "back\\", 8),
                        new Entry("d e", "äö", 9),
                        new Entry("a", "2", 10),
                        new Entry("f", "end ", 11));
    }
}
