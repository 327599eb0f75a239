package io.palyra.connectors.settings;

import static io.palyra.connectors.settings.SettingsUnderTest.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file that is delivered shows every setting, commented out, at the default that the code has. */
class ApplicationPropertiesTest {

    private static final Path DELIVERED = Path.of("application.properties");
    private static final Pattern COMMENTED = Pattern.compile("^#(palyra\\.[^=]+)=(.*)$", Pattern.MULTILINE);

    @TempDir
    private Path folder;

    @Test
    void showsEveryKeyAtItsDefault() throws IOException {
        Map<String, String> defaults = SettingKeys.ALL.stream()
                .collect(Collectors.toMap(SettingKey::name, key -> Optional.ofNullable(key.defaultText())
                        .orElse("")));

        assertThat(commented(key -> !key.startsWith(ConnectorKeys.PREFIX) && !key.startsWith(TokenKeys.PREFIX)))
                .isEqualTo(defaults);
    }

    @Test
    void setsNothingItself() {
        assertThat(settings().file(DELIVERED).load()).isEqualTo(settings().load());
    }

    @Test
    void staysValidWhenEverythingIsUncommented() throws IOException {
        String uncommented = COMMENTED
                .matcher(Files.readString(DELIVERED))
                .replaceAll("$1=$2")
                .replace("palyra.admin.token=", "palyra.admin.token={{env:ADMIN_TOKEN}}");

        Settings settings = settings().file(folder, uncommented).load();

        assertThat(settings.warnings()).isEmpty();
        assertThat(settings.admin().tokens())
                .extracting(Settings.NamedToken::name, Settings.NamedToken::role)
                .containsExactly(tuple("alice", Role.OPERATOR));
        assertThat(settings.connectors())
                .extracting(connector -> connector.connectorId().value())
                .containsExactly("discord:ops", "echo:second", "slack:ops", "telegram:ops");
        assertThat(settings.connectors().get(2).secrets()).containsOnlyKeys("token", "app-token");
        assertThat(settings.connectors().get(2).options()).doesNotContainKey("app-token");
    }

    @Test
    void hasAVariableOfItsOwnForEveryKey() {
        List<String> variables = SettingKeys.ALL.stream()
                .map(key -> KeyCatalog.asVariable(key.name()))
                .toList();

        assertThat(variables).doesNotHaveDuplicates();
    }

    private static Map<String, String> commented(Predicate<String> keys) throws IOException {
        return COMMENTED
                .matcher(Files.readString(DELIVERED))
                .results()
                .filter(line -> keys.test(line.group(1)))
                .collect(Collectors.toMap((MatchResult line) -> line.group(1), line -> line.group(2)));
    }
}
