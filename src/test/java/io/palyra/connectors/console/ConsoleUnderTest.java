package io.palyra.connectors.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.protocol.WireFormat;
import io.palyra.connectors.testkit.AdminClient.Reply;
import io.palyra.connectors.testkit.FreePort;
import io.palyra.connectors.testkit.ProgramSetup;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/**
 * A program that asks for tokens, and one browser in front of its console. Not thread safe; starting both costs seconds, so the
 * tests of a class share them.
 */
final class ConsoleUnderTest implements AutoCloseable {

    static final String ECHO = "/admin/v1/channels/echo:default";
    static final String RISKY = "/admin/v1/channels/echo:risky";

    static final String ADMIN = "admin-t0ken";
    static final String VIEWER = "viewer-t0ken";
    static final String APPROVER = "approver-t0ken";

    private final ProgramUnderTest program;
    private final Browser browser;
    private String in = "";

    private ConsoleUnderTest(ProgramUnderTest program, Browser browser) {
        this.program = program;
        this.browser = browser;
    }

    /** Skips the test where there is no browser. @param more settings, platforms and the like */
    static ConsoleUnderTest start(Path folder, Consumer<ProgramSetup> more) throws Exception {
        int port = FreePort.next();
        Browser browser = Browser.open("http://127.0.0.1:" + port + "/console/");
        try {
            ProgramSetup setup = ProgramUnderTest.in(folder)
                    .settings(
                            "palyra.http.port=" + port,
                            "palyra.admin.token=" + ADMIN,
                            "palyra.admin.tokens.watch.token=" + VIEWER,
                            "palyra.admin.tokens.watch.role=viewer",
                            "palyra.admin.tokens.second.token=" + APPROVER,
                            "palyra.admin.tokens.second.role=approver",
                            "palyra.connectors.echo.risky.enabled=true",
                            "palyra.connectors.echo.risky.idempotent=false")
                    .admin();
            more.accept(setup);
            return new ConsoleUnderTest(setup.start(), browser);
        } catch (Exception | Error e) {
            browser.close();
            throw e;
        }
    }

    ProgramUnderTest program() {
        return program;
    }

    Browser browser() {
        return browser;
    }

    /** The overview, as the owner of this token. */
    Browser as(String token) {
        if (!token.equals(in)) {
            leave();
            logIn(token);
        }
        return browser;
    }

    /** Comes to the console as somebody who has never been there. */
    void leave() {
        in = "";
        browser.driver().get(address());
        browser.driver().manage().deleteAllCookies();
        browser.driver().navigate().refresh();
    }

    /** Where the login is shown. */
    void logIn(String token) {
        awaitLogin().sendKeys(token, Keys.ENTER);
        browser.await(page -> page.findElements(By.cssSelector("nav")).size() > 0);
        // That nobody was logged in is an answer of the API
        assertThat(browser.complaints()).allMatch(complaint -> complaint.contains("401"));
        in = token;
    }

    WebElement awaitLogin() {
        in = "";
        return browser.await(page -> {
            WebElement token = page.findElement(By.cssSelector("input[name=token]"));
            return token.isDisplayed() ? token : null;
        });
    }

    String address() {
        return "http://127.0.0.1:" + program.port() + "/console/";
    }

    /** As the administrator, by another client than the pages. */
    Reply get(String path) {
        return program.client().get(path, bearer(ADMIN));
    }

    Reply post(String path, Map<String, ?> body) {
        // The client takes apostrophes for quotes
        String json = WireFormat.write(body).replace("'", "\\u0027");
        Reply reply = program.client().post(path, json, bearer(ADMIN));
        assertThat(reply.status()).as(path + " " + reply.response().body()).isBetween(200, 299);
        return reply;
    }

    static String[] bearer(String token) {
        return new String[] {"Authorization", "Bearer " + token};
    }

    /** A message to the platform. */
    void say(String connector, String envelope, String conversation, String text) {
        post(
                connector + "/messages/send",
                Map.of("envelope_id", envelope, "conversation_id", conversation, "text", text));
    }

    /** The state of a message to the platform. */
    String state(String connector, String envelope) {
        return get(connector + "/messages/outbox/" + envelope).text("/state");
    }

    @Override
    public void close() throws Exception {
        browser.close();
        program.close();
    }
}
