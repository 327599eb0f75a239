package io.palyra.connectors.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs of one process do not share what they are set up with. */
class ProgramSetupTest {

    @TempDir
    Path folder;

    @Test
    void settingsReachOneProgramAndNotTheProcess() throws Exception {
        try (ProgramUnderTest one = start("one");
                ProgramUnderTest two = start("two")) {
            assertThat(one.context().getName()).isEqualTo("one");
            assertThat(two.context().getName()).isEqualTo("two");
            assertThat(one.context().resolvePropertyPlaceholders("{{to-whom}}")).isEqualTo("to one");
            assertThat(two.context().resolvePropertyPlaceholders("{{to-whom}}")).isEqualTo("to two");
        }
        assertThat(System.getProperties()).doesNotContainKeys("camel.main.name", "to-whom");
    }

    private ProgramUnderTest start(String name) throws Exception {
        return ProgramUnderTest.in(Files.createDirectory(folder.resolve(name)))
                .settings("camel.main.name=" + name, "to-whom=to " + name)
                .start();
    }
}
