package io.palyra.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Goal: a command whose answer could not be written says so, and a script sees it. */
@EnabledOnOs(OS.LINUX)
class FullOutputIT {

    private static final long PATIENCE_S = 60;

    @TempDir
    Path folder;

    @Test
    void anAnswerThatCannotBeWrittenIsAFailure() throws Exception {
        Launch launch = Launch.in(folder).out(Path.of("/dev/full"));

        Process help = launch.start("--help");

        assertThat(help.waitFor(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
        assertThat(help.exitValue()).isEqualTo(1);
        assertThat(launch.err()).isEqualTo("standard output cannot be written: No space left on device\n");
    }
}
