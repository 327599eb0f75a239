package io.palyra.connectors.fake.http;

import io.palyra.connectors.fake.http.RestAnswer.Ending;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong with one request.
 *
 * @param accepts whether the fake does first what the request asks for, so that the ledger has it
 * @param answer in place of the real one; null for the real one
 * @param released the answer waits until this is open
 * @param delay the answer waits this long at most
 */
public record Fault(boolean accepts, @Nullable RestAnswer answer, CountDownLatch released, Duration delay) {

    private static final CountDownLatch AT_ONCE = new CountDownLatch(0);
    private static final Duration FOR_EVER = Duration.ofDays(1);

    /** A status with any body. {@code text/html} is what the proxies before a platform answer with. */
    public static Fault status(int status, String contentType, String body) {
        return refusing(RestAnswer.of(status, contentType, body));
    }

    public static Fault status(int status) {
        return status(status, "text/html", "<html><body>" + status + "</body></html>");
    }

    public static Fault redirect(String location) {
        return refusing(RestAnswer.of(302, "text/html", "").header("Location", location));
    }

    public static Fault resetBeforeAccepting() {
        return refusing(RestAnswer.none(Ending.RESET));
    }

    public static Fault resetAfterAccepting() {
        return accepting(RestAnswer.none(Ending.RESET));
    }

    /** The stream ends without an answer: an end of file in place of a reset. */
    public static Fault closedAfterAccepting() {
        return accepting(RestAnswer.none(Ending.CLOSED));
    }

    /** The client waits until its read timeout. */
    public static Fault silentBeforeAccepting() {
        return refusing(RestAnswer.none(Ending.SILENT));
    }

    public static Fault silentAfterAccepting() {
        return accepting(RestAnswer.none(Ending.SILENT));
    }

    /** 200, but what should be JSON breaks off. */
    public static Fault brokenBodyAfterAccepting() {
        return accepting(RestAnswer.of(200, "application/json", "{\"id\": \"1"));
    }

    /** An error that a proxy answers with although the platform has accepted the message. */
    public static Fault statusAfterAccepting(int status) {
        return accepting(RestAnswer.of(status, "text/html", "<html><body>" + status + "</body></html>"));
    }

    /** The real answer, late. */
    public static Fault delayed(Duration delay) {
        return new Fault(true, null, new CountDownLatch(1), delay);
    }

    /** The real answer, but only when the latch is open. */
    public static Fault heldUntil(CountDownLatch released) {
        return new Fault(true, null, released, FOR_EVER);
    }

    /** The same answer with one more header. */
    public Fault with(String header, String value) {
        return new Fault(accepts, scripted().header(header, value), released, delay);
    }

    /** The same answer, but its body breaks off in the middle. */
    public Fault brokenOff() {
        return new Fault(accepts, scripted().ending(Ending.BODY_CUT), released, delay);
    }

    /** The same answer, but its body comes a byte at a time, for as long as the client waits. */
    public Fault dripping() {
        return new Fault(accepts, scripted().ending(Ending.DRIPPING), released, delay);
    }

    /** The same answer, late. */
    public Fault late(Duration by) {
        return new Fault(accepts, answer, new CountDownLatch(1), by);
    }

    /** The same answer, but it breaks off in the middle of its headers. */
    public Fault brokenOffInHeaders() {
        return new Fault(accepts, scripted().ending(Ending.HEAD_CUT), released, delay);
    }

    private RestAnswer scripted() {
        return Objects.requireNonNull(answer, "the real answer is not known yet");
    }

    /** The same fault, but only when the latch is open. */
    public Fault after(CountDownLatch open) {
        return new Fault(accepts, answer, open, FOR_EVER);
    }

    /** This answer, and nothing is done. */
    public static Fault refusing(RestAnswer answer) {
        return new Fault(false, answer, AT_ONCE, Duration.ZERO);
    }

    /** This answer, although what was asked for is done. */
    public static Fault accepting(RestAnswer answer) {
        return new Fault(true, answer, AT_ONCE, Duration.ZERO);
    }

    /** As {@code Retry-After} has it. */
    public static String wholeSeconds(Duration time) {
        return String.valueOf((time.toMillis() + 999) / 1_000);
    }
}
