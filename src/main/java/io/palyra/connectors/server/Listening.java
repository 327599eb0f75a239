package io.palyra.connectors.server;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Makes a server listen, and waits for it. */
public final class Listening {

    private static final long START_WAIT_S = 10;

    private Listening() {}

    /** One event loop, daemon threads, nothing kept on disk. */
    public static Vertx vertx(int workers) {
        return Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(workers)
                // Routes and calls may take as long as they take; Vert.x would log each second where they are
                .setMaxWorkerExecuteTime(Long.MAX_VALUE)
                // That the event loop has stood still, as where the machine slept, takes a line and not a page
                .setWarningExceptionTime(Long.MAX_VALUE)
                .setInternalBlockingPoolSize(1)
                .setUseDaemonThread(true)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
    }

    /**
     * Returns once connections are taken.
     *
     * @param setting what the names of the settings of host and port begin with
     * @param port 0 for any free one
     * @return the port that is open
     * @throws ListenException where the address or port cannot be had, with the way out
     */
    public static int open(HttpServer server, String setting, String host, int port) {
        try {
            return server.listen(port, host)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(START_WAIT_S, TimeUnit.SECONDS)
                    .actualPort();
        } catch (ExecutionException e) {
            throw ListenFailure.explain(setting, host, port, e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw ListenFailure.explain(setting, host, port, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ListenFailure.explain(setting, host, port, e);
        }
    }
}
