package io.palyra.connectors.program;

import io.palyra.connectors.protocol.Texts;
import io.palyra.connectors.time.Repeated;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.RouteAware;
import org.apache.camel.StartupListener;
import org.apache.camel.Suspendable;
import org.apache.camel.SuspendableService;
import org.apache.camel.cluster.CamelClusterEventListener;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.service.ServiceHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a consumer while this program has the turn. Where that is to go to another node, what is in hand is finished first, for
 * as long as it is this node's to finish. All that is done to the consumer, one thread does.
 */
final class SharedRouteConsumer extends DefaultConsumer implements Suspendable {

    private static final Logger LOG = LoggerFactory.getLogger(SharedRouteConsumer.class);

    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);

    private static final Duration LOOK_AT_WORK_INTERVAL = Duration.ofMillis(50);

    private final Endpoint source;
    private final SharedRoutes.Turn turn;
    private final Duration pause;
    private final CamelClusterEventListener.Leadership listener = (view, leader) -> soon();
    private @Nullable ScheduledExecutorService thread;
    private @Nullable SharedRouteCheck check;
    private @Nullable Consumer running;
    private @Nullable String failure;
    private long failedAt;
    private volatile boolean holds;

    /**
     * @param source whose consumer runs
     * @param pauseMs before another attempt to begin
     */
    SharedRouteConsumer(Endpoint endpoint, Processor processor, Endpoint source, SharedRoutes.Turn turn, long pauseMs) {
        super(endpoint, processor);
        this.source = source;
        this.turn = turn;
        this.pause = Duration.ofMillis(pauseMs);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        thread = getEndpoint()
                .getCamelContext()
                .getExecutorServiceManager()
                .newSingleThreadScheduledExecutor(this, "SharedRoute");
        failedAt = System.nanoTime() - pause.toNanos();
        holds = false;
        turn.begin(listener);
        check = SharedRouteCheck.register(getEndpoint().getCamelContext(), getRoute());
        Repeated.every(thread, LOOK_INTERVAL, "The look at " + getEndpoint(), this::look);
        soon();
    }

    private void soon() {
        ScheduledExecutorService current = thread;
        if (current != null) {
            try {
                current.execute(Repeated.safely("The look at " + getEndpoint(), this::look));
            } catch (RejectedExecutionException e) {
                LOG.debug("{} stops", getEndpoint());
            }
        }
    }

    private void look() {
        boolean ours = turn.isOurs();
        if (running != null && !ours) {
            end(running);
        } else if (running == null && ours && mayBegin()) {
            begin();
        } else if (!ours) {
            failed(null);
        }
    }

    /** Not before other routes run, which it may lead to. */
    private boolean mayBegin() {
        return !holds && getEndpoint().getCamelContext().isStarted() && System.nanoTime() - failedAt >= pause.toNanos();
    }

    private void begin() {
        turn.isAtWork(true);
        // Once others could see that: whoever gives the turn away looks first whether anything is at work
        if (!turn.isOurs()) {
            turn.isAtWork(false);
            return;
        }
        Consumer consumer = null;
        try {
            consumer = source.createConsumer(getProcessor());
            if (consumer instanceof RouteAware aware) {
                aware.setRoute(getRoute());
            }
            if (consumer instanceof StartupListener startup) {
                getEndpoint().getCamelContext().addStartupListener(startup);
            }
            ServiceHelper.startService(consumer);
            failed(null);
            if (holds || !turn.mayFinish()) {
                // It has taken long to start
                stop(consumer);
                turn.isAtWork(false);
                return;
            }
            running = consumer;
            LOG.info("{} runs here", getEndpoint());
        } catch (Exception | Error e) {
            failedAt = System.nanoTime();
            failed(e);
            stop(consumer);
            turn.isAtWork(false);
        }
    }

    /** @param why it does not begin; null where it has begun, or has not to */
    private void failed(@Nullable Throwable why) {
        String now = why == null ? null : Texts.logLine(why.toString());
        if (now != null && !now.equals(failure)) {
            LOG.warn("{} does not begin, and is tried again every {} ms: {}", getEndpoint(), pause.toMillis(), now);
        }
        failure = now;
        if (check != null) {
            check.ended(now);
        }
    }

    private void end(Consumer consumer) {
        if (turn.mayFinish()) {
            hold(consumer);
            awaitWork();
        }
        stop(consumer);
        running = null;
        turn.isAtWork(false);
        LOG.info("{} runs here no more", getEndpoint());
    }

    /** Takes nothing more. */
    private static void hold(Consumer consumer) {
        if (consumer instanceof Suspendable && consumer instanceof SuspendableService service) {
            ServiceHelper.suspendService(service);
        } else {
            ServiceHelper.stopService(consumer);
        }
    }

    private void awaitWork() {
        long begin = System.nanoTime();
        long most = TimeUnit.SECONDS.toNanos(
                getEndpoint().getCamelContext().getShutdownStrategy().getTimeout());
        while (inHand() > 0 && turn.mayFinish() && System.nanoTime() - begin < most) {
            try {
                Thread.sleep(LOOK_AT_WORK_INTERVAL.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private int inHand() {
        return getRoute() == null
                ? 0
                : getEndpoint()
                        .getCamelContext()
                        .getInflightRepository()
                        .size(getRoute().getRouteId());
    }

    private void stop(@Nullable Consumer consumer) {
        try {
            ServiceHelper.stopAndShutdownService(consumer);
        } catch (RuntimeException | Error e) {
            LOG.warn("{} did not stop as it should: {}", getEndpoint(), Texts.logLine(e.toString()));
        }
    }

    /** Before the route is stopped: Camel then waits for what is in hand. */
    @Override
    protected void doSuspend() throws Exception {
        holds = true;
        await(() -> {
            if (running != null) {
                hold(running);
            }
        });
        super.doSuspend();
    }

    @Override
    protected void doResume() throws Exception {
        holds = false;
        await(() -> {
            if (running != null) {
                ServiceHelper.resumeService(running);
            }
        });
        soon();
        super.doResume();
    }

    @Override
    protected void doStop() throws Exception {
        holds = true;
        await(() -> {
            if (running != null) {
                stop(running);
                running = null;
                turn.isAtWork(false);
            }
        });
        ScheduledExecutorService current = thread;
        thread = null;
        if (current != null) {
            getEndpoint().getCamelContext().getExecutorServiceManager().shutdownNow(current);
        }
        turn.end(listener);
        if (check != null) {
            check.unregister(getEndpoint().getCamelContext());
        }
        super.doStop();
    }

    /** A consumer that does not come back keeps the route from being stopped no longer than others are waited for. */
    private void await(Runnable step) throws InterruptedException {
        ScheduledExecutorService current = thread;
        if (current == null) {
            return;
        }
        long seconds = getEndpoint().getCamelContext().getShutdownStrategy().getTimeout();
        try {
            current.submit(step).get(seconds, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
            LOG.warn("{} did not end in order: {}", getEndpoint(), Texts.logLine(e.toString()));
        }
    }
}
