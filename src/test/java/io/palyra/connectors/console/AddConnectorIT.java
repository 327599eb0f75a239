package io.palyra.connectors.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.testkit.LoopbackDiscord;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** Somebody adds connectors in a browser: reads the steps, probes, registers. The Discord that is probed is on loopback. */
class AddConnectorIT {

    private static final ConnectorId DECLARED = ConnectorId.of("discord:harbour");

    private static FakeDiscord discord;
    private static ProgramUnderTest program;
    private Browser browser;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        discord = FakeDiscord.start();
        program = ProgramUnderTest.in(folder)
                .settings(new LoopbackDiscord(DECLARED, discord).settings(folder))
                .settings(Map.of("palyra.connectors.discord.harbour.enabled", "false"))
                .admin()
                .start();
    }

    @AfterAll
    static void stop() throws Exception {
        program.close();
        discord.close();
    }

    @BeforeEach
    void openBrowser() {
        browser = Browser.open("http://127.0.0.1:" + program.port() + "/console/");
    }

    @AfterEach
    void closeBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    private void rename(String name) {
        WebElement field = browser.driver().findElement(By.cssSelector("input[required]"));
        field.clear();
        field.sendKeys(name, Keys.TAB);
    }

    @Test
    void theStepsAreThoseOfKindAndName() throws Exception {
        browser.show("/add");
        browser.named("slack").click();
        browser.awaitText("socket_mode_enabled: true");
        rename("harbour");

        browser.awaitText("palyra.connectors.slack.harbour.app-token={{env:GLOBAL_SLACK_APP_TOKEN_HARBOUR}}");
        browser.awaitText("reply-in-thread");
        browser.named("Probe slack:harbour").click();
        browser.awaitText("no bot token: {{env:GLOBAL_SLACK_BOT_TOKEN_HARBOUR}} has no value");
        browser.picture("add-slack");
        assertThat(browser.violations()).isEmpty();
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void whatTheProbeHasLearntIsFilledIn() throws Exception {
        browser.show("/add?kind=discord&name=harbour");
        assertThat(browser.text()).contains("client_id=APPLICATION_ID");
        browser.named("Probe discord:harbour").click();

        browser.awaitText("the token is that of " + discord.bot().name());
        browser.awaitText("client_id=" + discord.bot().id());
        assertThat(browser.text()).doesNotContain("APPLICATION_ID&");
        assertThat(browser.named("Register discord:harbour").isEnabled()).isFalse();
        assertThat(discord.gateway().identifies()).isZero();
        browser.picture("add-discord");
        assertThat(browser.violations()).isEmpty();
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void whatIsProbedIsRegisteredThen() {
        browser.show("/add?kind=echo&name=second");
        browser.named("Probe echo:second").click();
        browser.awaitText("there is nothing to set up");
        browser.named("Register echo:second").click();

        browser.await(page -> browser.title().contains("echo:second"));
        assertThat(program.client().get("/admin/v1/channels/echo:second").status())
                .isEqualTo(200);
        assertThat(browser.complaints()).isEmpty();
    }
}
