package io.palyra.connectors.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.program.ConnectorApplication;
import io.palyra.connectors.program.WorkingFolder;
import io.palyra.connectors.settings.Settings;
import io.palyra.connectors.settings.SettingsLoader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The units of systemd fit the program and its distribution. */
class SystemdTest {

    private static final Path FOLDER = Path.of("src/main/docs/deploy");
    private static final String ALONE = "palyra-connectors.service";
    private static final String NODE = "palyra-connectors@.service";
    private static final String INSTALLED = "/opt/palyra-connectors/";

    private static UnitFile unit(String name) throws IOException {
        return UnitFile.read(FOLDER.resolve(name));
    }

    private static Settings settings(UnitFile unit) {
        return SettingsLoader.load(
                Optional.of(Path.of("application.properties")),
                unit.environment(),
                new Properties(),
                WorkingFolder.connectorKinds());
    }

    @ParameterizedTest
    @ValueSource(strings = {ALONE, NODE})
    void startsWhatTheDistributionHas(String name) throws IOException {
        UnitFile unit = unit(name);

        assertThat(unit.one("ExecStart")).startsWith(INSTALLED);
        assertThat(Path.of("src/main/assembly", unit.one("ExecStart").substring(INSTALLED.length())))
                .isExecutable();
        String page = unit.one("Documentation");
        assertThat(page).startsWith("file:" + INSTALLED);
        assertThat(Path.of("src/main").resolve(page.substring(("file:" + INSTALLED).length())))
                .exists();
        assertThat(settings(unit).warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {ALONE, NODE})
    void aStopHasTheTimeThatItNeedsAndIsNoFailure(String name) throws IOException {
        UnitFile unit = unit(name);

        assertThat(Duration.ofSeconds(Long.parseLong(unit.one("TimeoutStopSec"))))
                .isGreaterThan(ConnectorApplication.longestStop(settings(unit).shutdown()));
        assertThat(unit.one("Restart")).isEqualTo("on-failure");
        assertThat(unit.one("SuccessExitStatus")).isEqualTo("143");
        assertThat(unit.one("KillMode")).isEqualTo("mixed");
    }

    @Test
    void aNodeHasItsInstancesName() throws IOException {
        UnitFile unit = unit(NODE);

        assertThat(settings(unit).node().name()).hasValue(UnitFile.INSTANCE);
        assertThat(unit.all("EnvironmentFile"))
                .allMatch(file -> file.startsWith(unit.one("WorkingDirectory") + "/"))
                .anyMatch(file -> file.endsWith("/" + UnitFile.INSTANCE + ".env"));
        assertThat(unit.one("CacheDirectory")).endsWith("/" + UnitFile.INSTANCE);
    }
}
