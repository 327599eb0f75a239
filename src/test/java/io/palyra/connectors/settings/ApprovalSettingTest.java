package io.palyra.connectors.settings;

import static io.palyra.connectors.settings.SettingsUnderTest.settings;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where changes need a second person, there has to be one. */
class ApprovalSettingTest {

    private static final String ADMINISTRATOR = "palyra.admin.token={{env:ADMIN_TOKEN}}";

    @TempDir
    private Path folder;

    private SettingsUnderTest with(String approvals, String role) {
        return settings()
                .file(
                        folder,
                        "palyra.approvals=" + approvals,
                        ADMINISTRATOR,
                        "palyra.admin.tokens.bob.token={{env:BOB}}",
                        "palyra.admin.tokens.bob.role=" + role);
    }

    @Test
    void isOff() {
        assertThat(settings().load().admin().approvals()).isEqualTo(ApprovalPolicy.OFF);
    }

    @ParameterizedTest
    @ValueSource(strings = {"approver", "admin"})
    void takesASecondTokenThatMayDecide(String role) {
        assertThat(with("required", role).load().admin().approvals()).isEqualTo(ApprovalPolicy.REQUIRED);
        assertThat(with("conditional", role).load().admin().approvals()).isEqualTo(ApprovalPolicy.CONDITIONAL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"viewer", "operator"})
    void isRefusedWhereNobodyElseMayDecide(String role) {
        assertThat(with("conditional", role).problem())
                .isEqualTo("palyra.approvals = \"conditional\" needs two people with tokens, as nobody decides his own"
                        + " request: set palyra.admin.token, and beside it palyra.admin.tokens.<name>.token and"
                        + " palyra.admin.tokens.<name>.role=approver (or admin)");
    }

    @Test
    void isRefusedWithOneTokenAndWithNone() {
        assertThat(settings()
                        .file(folder, "palyra.approvals=required", ADMINISTRATOR)
                        .problem())
                .startsWith("palyra.approvals = \"required\" needs two people");
        assertThat(settings().option("palyra.approvals", "required").problem())
                .startsWith("palyra.approvals = \"required\" needs two people");
    }

    @Test
    void takesNothingElse() {
        assertThat(settings().option("palyra.approvals", "on").problem())
                .endsWith("it must be off or conditional or required");
    }
}
