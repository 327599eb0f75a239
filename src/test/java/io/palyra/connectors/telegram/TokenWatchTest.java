package io.palyra.connectors.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** A watch that finds nothing proves something only if it finds what is there. */
class TokenWatchTest {

    private static final String TOKEN = "7100000007:AAsEcReT-half_of_the_watched-ToKeN_0";
    private static final String URL = "http://127.0.0.1/bot" + TOKEN + "/getMe";

    @FunctionalInterface
    private interface Leak {
        void into(TokenWatch watch, Path folder) throws Exception;
    }

    private static Arguments leak(String place, Leak leak) {
        return Arguments.of(place, leak);
    }

    static Stream<Arguments> leaks() {
        return Stream.of(
                leak("a log of okhttp3", (watch, folder) -> LoggerFactory.getLogger("okhttp3")
                        .trace("GET {}", URL)),
                leak("a log of org.apache.camel.Deep", (watch, folder) -> LoggerFactory.getLogger(
                                "org.apache.camel.Deep")
                        .debug(URL)),
                leak("the context of a log", (watch, folder) -> {
                    MDC.put("url", URL);
                    LoggerFactory.getLogger(TokenWatchTest.class).info("hello");
                    MDC.remove("url");
                }),
                leak("an exception in a log", (watch, folder) -> LoggerFactory.getLogger(TokenWatchTest.class)
                        .warn("failed", new IllegalStateException("hidden", new IOException(URL)))),
                leak("a log of the JDK's", (watch, folder) -> Logger.getLogger("okhttp3.OkHttpClient")
                        .finest(URL)),
                leak("an exception", (watch, folder) -> {
                    IllegalStateException thrown = new IllegalStateException("hidden");
                    thrown.addSuppressed(new IOException(URL));
                    watch.look("an exception", thrown);
                }),
                leak("the name of a thread", (watch, folder) -> inThread(URL, watch::lookAtThreads)),
                leak(
                        "the thread of a log",
                        (watch, folder) ->
                                inThread(URL, () -> LoggerFactory.getLogger("x").info("hello"))),
                leak("a dump of threads", (watch, folder) -> inThread(URL, watch::lookAtThreads)),
                leak("the store", (watch, folder) -> {
                    Files.write(folder.resolve("store.db-wal"), new byte[] {0, -1});
                    Files.writeString(folder.resolve("store.db-shm"), "\0\0" + URL + "\0");
                    watch.lookAtFiles("the store", folder, "store.db");
                }));
    }

    private static void inThread(String name, Runnable looks) throws InterruptedException {
        CountDownLatch looked = new CountDownLatch(1);
        Thread thread = new Thread(
                () -> {
                    looks.run();
                    looked.countDown();
                },
                name);
        thread.start();
        looked.await();
        thread.join();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("leaks")
    void findsIt(String place, Leak leak, @TempDir Path folder) throws Exception {
        try (TokenWatch watch = new TokenWatch(TOKEN)) {
            leak.into(watch, folder);
            assertThat(watch.found()).containsKey(place);
        }
    }

    @Test
    void findsNothingWhereItIsNot() throws Exception {
        try (TokenWatch watch = new TokenWatch(TOKEN)) {
            LoggerFactory.getLogger("okhttp3").trace("GET http://127.0.0.1/bot7100000007:.../getMe");
            watch.lookAtThreads();
            assertThat(watch.logged()).isPositive();
            assertThat(watch.found()).isEmpty();
        }
    }
}
