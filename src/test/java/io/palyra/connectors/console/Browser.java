package io.palyra.connectors.console;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Chromium without a window, that keeps what the pages complain of. Skips the test where there is none. */
final class Browser implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Where a picture of each page is kept. */
    private static final Path PICTURES = Path.of("target", "console");

    /** No network but ours, and no window. */
    private static final List<String> OPTIONS = List.of(
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage");

    /** It warns of each browser that is newer than it is, for the sake of a protocol that is not used here. */
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    private final ChromeDriver driver;
    private final String console;

    private Browser(ChromeDriver driver, String console) {
        this.driver = driver;
        this.console = console;
    }

    /** @param console the address of its first page */
    static Browser open(String console) {
        Optional<File> chromium = onPath("chromium");
        Optional<File> chromedriver = onPath("chromedriver");
        assumeTrue(
                chromium.isPresent() && chromedriver.isPresent(),
                "the console's tests need chromium and chromedriver: apt-get install chromium chromium-driver");
        SELENIUM.setLevel(Level.SEVERE);
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options =
                new ChromeOptions().setBinary(chromium.orElseThrow()).addArguments(OPTIONS);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(chromedriver.orElseThrow())
                .usingAnyFreePort()
                .build();
        ChromeDriver driver = new ChromeDriver(service, options);
        driver.manage().window().setSize(new Dimension(1440, 900));
        return new Browser(driver, console);
    }

    private static Optional<File> onPath(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> new File(folder, program))
                .filter(File::canExecute)
                .findFirst();
    }

    /** Goes to a page by its address, and waits until it is there. @param place behind the {@code #} of the address */
    void show(String place) {
        String address = console + "#" + place;
        if (!address.equals(driver.getCurrentUrl())) {
            driver.get(address);
        } else {
            driver.navigate().refresh();
        }
        settle();
    }

    /** Until the page of this address is loaded, whatever was shown before it. */
    private void settle() {
        await(page -> page.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                requestAnimationFrame(() => requestAnimationFrame(() => done(
                    document.querySelector('main h1') !== null && document.querySelector('[aria-busy=true]') === null)));
                """));
    }

    /** The heading of the page that is shown; empty where there is none yet. */
    String title() {
        return String.valueOf(driver.executeScript("return document.querySelector('main h1')?.innerText ?? ''"));
    }

    String text() {
        return String.valueOf(driver.executeScript("return document.body.innerText"));
    }

    ChromeDriver driver() {
        return driver;
    }

    /** Until what is looked for is there, which is neither null nor false. */
    <T> T await(Function<ChromeDriver, T> condition) {
        try {
            return Awaitility.await()
                    .atMost(PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(50))
                    .ignoreExceptionsInstanceOf(WebDriverException.class)
                    .until(() -> condition.apply(driver), found -> found != null && !Boolean.FALSE.equals(found));
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("at " + driver.getCurrentUrl() + ": " + text(), e);
        }
    }

    void awaitText(String expected) {
        await(page -> text().contains(expected));
    }

    /** What is named so and can be reached: where a dialog is open, only what is in it can. */
    WebElement named(String name) {
        return await(page -> (WebElement) page.executeScript("""
                const within = document.querySelector('dialog[open]') ?? document;
                return [...within.querySelectorAll('button, a, summary')]
                    .find(one => one.checkVisibility() && one.innerText.trim() === arguments[0]);
                """, name));
    }

    /** The names of the buttons of the page itself that can be pressed. */
    List<String> pressable() {
        return strings(driver.executeScript("""
                return [...document.querySelectorAll('main button')]
                    .filter(one => one.checkVisibility() && !one.disabled).map(one => one.innerText.trim());
                """));
    }

    void press(String name) {
        await(page -> {
            WebElement element = named(name);
            boolean isEnabled = element.isEnabled();
            if (isEnabled) {
                element.click();
            }
            return isEnabled;
        });
    }

    /** Instead of what is written there. @param field the name of an input or a choice; in a dialog where one is open */
    void write(String field, String text) {
        WebElement input = await(page -> (WebElement) page.executeScript("""
                return (document.querySelector('dialog[open]') ?? document.querySelector('main'))
                    .querySelector(`[name="${arguments[0]}"]`);
                """, field));
        if (input.getTagName().equals("select")) {
            driver.executeScript("arguments[0].value = arguments[1]", input, text);
        } else {
            input.clear();
            input.sendKeys(text);
        }
    }

    /** Whether the page is wider than the window, so that it has to be moved aside to be read. */
    boolean isCutOff() {
        return Boolean.TRUE.equals(driver.executeScript(
                "return document.documentElement.scrollWidth > document.documentElement.clientWidth"));
    }

    void dark(boolean isDark) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(Map.of("name", "prefers-color-scheme", "value", isDark ? "dark" : "light"))));
    }

    /** Runs a script in each page from now on, before its own. @return what {@link #runNoMore} takes */
    String runFirst(String script) {
        return String.valueOf(
                driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", "{" + script + "}"))
                        .get("identifier"));
    }

    void runNoMore(String script) {
        driver.executeCdpCommand("Page.removeScriptToEvaluateOnNewDocument", Map.of("identifier", script));
    }

    /**
     * What the pages have complained of since the last look: refused by their policy, not found, thrown. A program that is not ready
     * says so by 503, which is nothing to complain of: tests leave messages that do not get through.
     */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .filter(complaint -> !(complaint.contains("/observe/health/ready") && complaint.contains("503")))
                .toList();
    }

    /** Rules of WCAG 2.1 AA that the page breaks, each with elements that do. */
    List<String> violations() {
        if (Boolean.FALSE.equals(driver.executeScript("return 'axe' in window"))) {
            driver.executeScript(axe());
        }
        Object broken = driver.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']}).then(results =>
                    done(results.violations.map(rule =>
                        rule.id + ': ' + rule.help + ': ' + rule.nodes.slice(0, 3).map(node => node.html).join(' '))));
                """);
        return strings(broken);
    }

    private static List<String> strings(Object list) {
        return ((List<?>) list).stream().map(String::valueOf).toList();
    }

    private static String axe() {
        try (InputStream file = Browser.class.getResourceAsStream("/axe.min.js")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void size(int width, int height) {
        driver.manage().window().setSize(new Dimension(width, height));
    }

    /** Keeps a picture of what can be seen of the page. @return the same, as a PNG */
    byte[] picture(String name) throws IOException {
        byte[] png = driver.getScreenshotAs(OutputType.BYTES);
        Files.createDirectories(PICTURES);
        Files.write(PICTURES.resolve(name + ".png"), png);
        return png;
    }

    @Override
    public void close() {
        driver.quit();
    }
}
