package io.palyra.connectors.settings;

import static io.palyra.connectors.settings.SettingsUnderTest.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.palyra.connectors.settings.Settings.NamedToken;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamedTokensTest {

    private static final String ADMINISTRATOR = "palyra.admin.token={{env:ADMIN_TOKEN}}";

    @TempDir
    private Path folder;

    @Test
    void haveANameAndARole() {
        Settings settings = settings()
                .file(
                        folder,
                        ADMINISTRATOR,
                        "palyra.admin.tokens.bob.token={{env:BOB}}",
                        "palyra.admin.tokens.bob.role=viewer",
                        "palyra.admin.tokens.night-shift.token={{env:NIGHT}}")
                .variable("PALYRA_ADMIN_TOKENS_NIGHT_SHIFT_ROLE", "operator")
                .variable("PALYRA_ADMIN_TOKENS_EVE_TOKEN", "{{env:EVE}}")
                .variable("PALYRA_ADMIN_TOKENS_EVE_ROLE", "approver")
                .load();

        assertThat(settings.admin().tokens())
                .extracting(NamedToken::name, NamedToken::role, named -> named.token()
                        .text())
                .containsExactly(
                        tuple("bob", Role.VIEWER, "{{env:BOB}}"),
                        tuple("eve", Role.APPROVER, "{{env:EVE}}"),
                        tuple("night-shift", Role.OPERATOR, "{{env:NIGHT}}"));
        assertThat(settings.admin().viewerSeesText()).isFalse();
        assertThat(settings.warnings()).isEmpty();
        assertThat(settings.effectiveValues()).doesNotContainKey("palyra.admin.tokens.bob.token");
    }

    @Test
    void aTokenThatStandsThereItselfIsAWarning() {
        assertThat(settings()
                        .file(
                                folder,
                                ADMINISTRATOR,
                                "palyra.admin.tokens.bob.token=s3cret",
                                "palyra.admin.tokens.bob.role=viewer")
                        .load()
                        .warnings())
                .singleElement()
                .asString()
                .contains("palyra.admin.tokens.bob.token", "holds the secret itself")
                .doesNotContain("s3cret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "palyra.admin.tokens.bob.token={{env:BOB}} | palyra.admin.tokens.bob.token has no role: set "
                        + "palyra.admin.tokens.bob.role to viewer, operator, approver or admin",
                "palyra.admin.tokens.bob.role=viewer | palyra.admin.tokens.bob.role has no token: set "
                        + "palyra.admin.tokens.bob.token to a reference, such as {{env:MY_SECRET}}",
                "palyra.admin.tokens.Bob.role=viewer | palyra.admin.tokens.Bob is no name of a token; it must be 1 to 32 "
                        + "letters, digits and dashes, in lower case, a letter first",
                "palyra.admin.tokens.admin.role=viewer | palyra.admin.tokens.admin: that is the name of "
                        + "palyra.admin.token; choose another one",
            })
    void areWholeAndWellNamed(String line, String problem) {
        assertThat(settings().file(folder, ADMINISTRATOR, line).problem()).isEqualTo(problem);
    }

    @Test
    void haveOneOfTheRolesThatThereAre() {
        assertThat(settings()
                        .file(
                                folder,
                                ADMINISTRATOR,
                                "palyra.admin.tokens.bob.token={{env:BOB}}",
                                "palyra.admin.tokens.bob.role=root")
                        .problem())
                .startsWith("palyra.admin.tokens.bob.role = \"root\"")
                .endsWith("it must be viewer or operator or approver or admin");
    }

    @Test
    void needAnAdministrator() {
        assertThat(settings()
                        .file(
                                folder,
                                "palyra.admin.tokens.bob.token={{env:BOB}}",
                                "palyra.admin.tokens.bob.role=viewer")
                        .problem())
                .startsWith("palyra.admin.tokens.bob.token needs palyra.admin.token");
    }

    @ParameterizedTest
    @CsvSource({
        "palyra.admin.tokens.bob.tokn, palyra.admin.tokens.bob.token",
        "palyra.admin.token.bob.role, palyra.admin.token",
        "palyra.admin.viewer-sees-texts, palyra.admin.viewer-sees-text",
    })
    void misspeltAreRefusedWithTheNearestKey(String unknown, String nearest) {
        assertThat(settings().option(unknown, "hidden").problem()).endsWith("; the nearest is " + nearest);
    }
}
